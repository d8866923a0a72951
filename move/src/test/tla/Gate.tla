-------------------------------- MODULE Gate --------------------------------
(* The gate rows of one tenant: what each function of moves.sql asks of a row   *)
(* and makes of it. A row is [state, token, epoch]. Every function is one       *)
(* statement in autocommit, hence one action of the modules that build on this. *)
EXTENDS Naturals

CONSTANTS
  MaxTries,      \* how often an attempt may shut the home
  ChecksToken,   \* a call by an older attempt is refused
  BurnsToken,    \* whoever opens a fenced home makes the attempt's token useless
  WantsPass,     \* a home in preparation opens for nobody without a pass
  BindsPass      \* a pass opens the one home that it was made for

Homes == {"A", "B"}
Other(home) == IF home = "A" THEN "B" ELSE "A"

(* Attempt n fences with Token(n), and with two more for each further try. Taking *)
(* a home leaves the number below it in the row, opening it again the number      *)
(* above; with CancelToken(n) an attempt is cancelled, and what it has made is    *)
(* removed. All of them are smaller than what the next attempt uses.              *)
Token(attempt) == 2 * (MaxTries + 1) * attempt
CancelToken(attempt) == Token(attempt) + 2 * MaxTries

Row(state, token, epoch) == [state |-> state, token |-> token, epoch |-> epoch]

Newer(row, token) == ChecksToken => row.token < token
Held(row, token) == ChecksToken => row.token = token

\* croft.take
CanTake(row, token) == row.state \in {"open", "closed"} /\ Newer(row, token)
TakenBy(row, token) == Row("open", token - 1, row.epoch)

\* croft.fence; that nobody is inside is for the caller to ask
CanFence(row, token) == row.state = "open" /\ Newer(row, token)
FencedBy(row, token) == Row("closed", token, row.epoch)

\* croft.reopen: a lease may have run out at any moment, so time is not in the model
CanReopen(row) == row.state = "closed"
Reopened(row) == Row("open", IF BurnsToken THEN row.token + 1 ELSE row.token - 1, row.epoch)

\* croft.switch
CanSwitch(row, token) == row.state = "closed" /\ Held(row, token)
Switched(row) == [row EXCEPT !.state = "moved"]

\* The target's row: made, or handed from an older attempt to a newer one
CanPrepare(row, token) == row.state \in {"absent", "preparing", "moved"} /\ Newer(row, token)
Prepared(token, epoch) == Row("preparing", token, epoch)

\* croft.claim: what a copy or an apply needs in its own transaction
CanClaim(row, token) ==
  ChecksToken => row.state \in {"preparing", "moved"} /\ row.token = token

\* croft.open with one of the passes that were handed over; a pass is the epoch of its home
CanOpen(row, passes) ==
  /\ row.state = "preparing"
  /\ WantsPass => IF BindsPass THEN row.epoch \in passes ELSE passes # {}
Opened(row) == [row EXCEPT !.state = "open"]
=============================================================================
