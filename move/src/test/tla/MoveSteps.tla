----------------------------- MODULE MoveSteps ------------------------------
(* What may happen while a tenant moves: its clients, the movers, the switch.   *)
(* TenantMove says when, and what must hold.                                    *)
(*                                                                              *)
(* A write is a number, a home's history the sequence of the numbers that were  *)
(* committed there; a position in a stream is a length of the source's history. *)
(* Each constant below is one guard of the protocol. With any one of them FALSE *)
(* some invariant must fail.                                                    *)
EXTENDS Gate, Sequences

CONSTANTS
  Clients, Movers, MaxWrites, MaxAttempts, MaxCrashes,
  Streamed,          \* the mode: streamed or fenced copy
  LockWaits,         \* the fence waits for the transactions inside
  ReadsRowNow,       \* who enters reads the row as it is, not as of an older snapshot
  BarrierInFence,    \* the position to be drained is that of the fence's own commit
  CopiesSnapshot,    \* the copy reads at the very position where the stream begins
  SkipsApplied,      \* what the progress row covers is not applied again
  ProgressWithRows,  \* progress is written in the transaction of the rows
  ConfirmsDurable,   \* the slot is confirmed only up to what the target has flushed
  WaitsDrained,      \* no switch before the target has flushed up to the barrier, or was made equal
  ComparesCatalog,   \* the catalog changes by compare-and-set on step and attempt
  TakesFirst,        \* an attempt burns older tokens at the source before it touches the target
  ReturnsFromT0,     \* the reverse stream begins where the last forward apply ended
  RoutersOpen        \* not only movers, any router may open the new home

VARIABLES
  rows,        \* the gate row of each home
  history,     \* the writes that each home holds
  durable,     \* how many of them a crash leaves
  progress,    \* up to where a home holds the other one's history
  durableProgress,
  copied,      \* the attempt that owns what was copied to a home, 0 for none
  slot,        \* up to where a home's stream was confirmed, and is forgotten
  catalog,     \* what the catalog says
  belief,      \* what each mover has last read there, and knows by itself
  clients,
  nextWrite,
  passes,      \* the passes that anybody may have got at a source
  crashes,
  owner        \* the home that the commit points have decided on; nobody reads it

vars == <<rows, history, durable, progress, durableProgress, copied, slot, catalog, belief,
          clients, nextWrite, passes, crashes, owner>>
data == <<history, durable, progress, durableProgress, copied, slot>>
rest == <<clients, nextWrite, crashes>>

Record ==
  [owner |-> "A", step |-> "idle", attempt |-> 0, try |-> 0, epoch |-> 0, barrier |-> 0,
   reverse |-> FALSE]

Init ==
  /\ rows = [h \in Homes |-> IF h = "A" THEN Row("open", 0, 0) ELSE Row("absent", 0, 0)]
  /\ history = [h \in Homes |-> <<>>]
  /\ durable = [h \in Homes |-> 0]
  /\ progress = [h \in Homes |-> 0]
  /\ durableProgress = [h \in Homes |-> 0]
  /\ copied = [h \in Homes |-> 0]
  /\ slot = [h \in Homes |-> 0]
  /\ catalog = Record
  /\ belief = [m \in Movers |-> Record]
  /\ clients = [c \in Clients |-> [at |-> "A", state |-> "outside"]]
  /\ nextWrite = 1
  /\ passes = {}
  /\ crashes = 0
  /\ owner = "A"

Max(a, b) == IF a > b THEN a ELSE b

-----------------------------------------------------------------------------
(* Clients *)

SetClient(c, home, state) == clients' = [clients EXCEPT ![c] = [at |-> home, state |-> state]]
ClientOnly == UNCHANGED <<rows, data, catalog, belief, nextWrite, passes, crashes, owner>>

\* A snapshot from before the lock matters only to a gate that trusts it.
Begin(c) ==
  /\ ~ReadsRowNow /\ clients[c].state = "outside" /\ nextWrite <= MaxWrites
  /\ \E h \in Homes : rows[h].state = "open" /\ SetClient(c, h, "begun")
  /\ ClientOnly

Enter(c) ==
  /\ nextWrite <= MaxWrites
  /\ IF ReadsRowNow
     THEN /\ clients[c].state = "outside"
          /\ \E h \in Homes : rows[h].state = "open" /\ SetClient(c, h, "inside")
     ELSE clients[c].state = "begun" /\ SetClient(c, clients[c].at, "inside")
  /\ ClientOnly

Commit(c) ==
  /\ clients[c].state = "inside" /\ nextWrite <= MaxWrites
  /\ LET h == clients[c].at IN
     /\ history' = [history EXCEPT ![h] = Append(@, nextWrite)]
     /\ durable' = [durable EXCEPT ![h] = Len(history[h]) + 1]
  /\ nextWrite' = nextWrite + 1
  /\ SetClient(c, "A", "outside")
  /\ UNCHANGED <<rows, progress, durableProgress, copied, slot, catalog, belief, passes, crashes,
                 owner>>

Leave(c) ==
  /\ clients[c].state = "inside"
  /\ SetClient(c, "A", "outside")
  /\ ClientOnly

-----------------------------------------------------------------------------
(* Movers and the catalog *)

Source(m) == belief[m].owner
Target(m) == Other(belief[m].owner)
Step(m) == belief[m].step
Mine(m) == Token(belief[m].attempt)
Fencing(m) == Mine(m) + 2 * belief[m].try

Learn(m) ==
  /\ belief[m] # catalog
  /\ belief' = [belief EXCEPT ![m] = catalog]
  /\ UNCHANGED <<rows, data, catalog, rest, passes, owner>>

\* What a mover knows beyond the catalog is not compared.
Recorded(m) == IF Step(m) \in {"draining", "drained"} THEN "fencing" ELSE Step(m)
Current(m) ==
  ComparesCatalog => catalog.step = Recorded(m) /\ catalog.attempt = belief[m].attempt
Write(m, record) ==
  /\ Current(m)
  /\ catalog' = record
  /\ belief' = [belief EXCEPT ![m] = record]
CatalogOnly == UNCHANGED <<rows, data, rest, passes, owner>>

Start(m) ==
  /\ Step(m) = "idle" /\ belief[m].attempt < MaxAttempts
  /\ LET n == belief[m].attempt + 1 IN
     Write(m, [belief[m] EXCEPT !.step = "copying", !.attempt = n, !.try = 0, !.epoch = n,
                                !.barrier = 0, !.reverse = FALSE])
  /\ CatalogOnly

\* The way back; over the reverse stream it is a move without a copy.
Return(m) ==
  /\ Step(m) = "switched" /\ belief[m].attempt < MaxAttempts
  /\ LET n == belief[m].attempt + 1 IN
     Write(m, [belief[m] EXCEPT !.step = IF Streamed THEN "following" ELSE "copying",
                                !.attempt = n, !.try = 0, !.epoch = n, !.barrier = 0])
  /\ CatalogOnly

\* Another process takes the move over, or the same one tries again: with a new copy, or with
\* the one that there is.
Resume(m) ==
  /\ Step(m) \in {"copying", "following", "fencing", "draining", "drained"}
  /\ belief[m].attempt < MaxAttempts
  /\ \E step \in {"copying", "following"} :
       /\ Step(m) = "copying" \/ copied[Target(m)] = 0 => step = "copying"
       /\ Write(m, [belief[m] EXCEPT !.step = step, !.attempt = @ + 1, !.try = 0, !.barrier = 0,
                                     !.reverse = @ /\ step = "following"])
  /\ CatalogOnly

Take(m) ==
  /\ Step(m) \in {"copying", "following"}
  /\ CanTake(rows[Source(m)], Mine(m)) /\ rows[Source(m)] # TakenBy(rows[Source(m)], Mine(m))
  /\ rows' = [rows EXCEPT ![Source(m)] = TakenBy(@, Mine(m))]
  /\ UNCHANGED <<data, catalog, belief, rest, passes, owner>>

\* Tokens only grow, so the source's tells whether this attempt has taken it. What an earlier attempt
\* has copied is taken up where it still is.
Prepare(m) ==
  /\ Step(m) \in {"copying", "following"}
  /\ TakesFirst => rows[Source(m)].token >= Mine(m) - 1
  /\ Step(m) = "following" => copied[Target(m)] # 0
  /\ CanPrepare(rows[Target(m)], Mine(m))
  /\ rows[Target(m)] # Prepared(Mine(m), belief[m].epoch)
  /\ rows' = [rows EXCEPT ![Target(m)] = Prepared(Mine(m), belief[m].epoch)]
  /\ IF Step(m) = "following"
     THEN /\ copied' = [copied EXCEPT ![Target(m)] = belief[m].attempt]
          /\ UNCHANGED <<history, durable, progress, durableProgress>>
     ELSE /\ history' = [history EXCEPT ![Target(m)] = <<>>]
          /\ durable' = [durable EXCEPT ![Target(m)] = 0]
          /\ progress' = [progress EXCEPT ![Target(m)] = 0]
          /\ durableProgress' = [durableProgress EXCEPT ![Target(m)] = 0]
          /\ UNCHANGED copied
  /\ UNCHANGED <<slot, catalog, belief, rest, passes, owner>>

\* A fenced copy may be brought nearer to its source as often as its mover likes. One process has an
\* attempt, and does one thing after the other: its own fence comes later.
CopiesAgain(m) == ~Streamed /\ rows[Source(m)].token # Mine(m)

Copy(m) ==
  LET s == Source(m)
      t == Target(m)
      begin == Len(history[s])
  IN
  /\ Step(m) = "copying" /\ rows[t].state = "preparing" /\ CanClaim(rows[t], Mine(m))
  /\ copied[t] # belief[m].attempt \/ CopiesAgain(m)
  /\ \E n \in 0..begin :
       /\ Streamed /\ CopiesSnapshot => n = begin
       /\ history' = [history EXCEPT ![t] = SubSeq(history[s], 1, n)]
       /\ durable' = [durable EXCEPT ![t] = n]
  /\ progress' = [progress EXCEPT ![t] = begin]
  /\ durableProgress' = [durableProgress EXCEPT ![t] = begin]
  /\ slot' = [slot EXCEPT ![s] = begin]
  /\ copied' = [copied EXCEPT ![t] = belief[m].attempt]
  /\ UNCHANGED <<rows, catalog, belief, rest, passes, owner>>

EndCopy(m) ==
  /\ Step(m) = "copying" /\ copied[Target(m)] = belief[m].attempt
  /\ Write(m, [belief[m] EXCEPT !.step = "following"])
  /\ CatalogOnly

\* Making a slot waits for every writer of the server, so the way back has its slot before the fence.
ReverseSlot(m) ==
  /\ Streamed /\ Step(m) = "following" /\ ~belief[m].reverse /\ Current(m)
  /\ copied[Target(m)] = belief[m].attempt
  /\ slot' = [slot EXCEPT ![Target(m)] = Len(history[Target(m)])]
  /\ Write(m, [belief[m] EXCEPT !.reverse = TRUE])
  /\ UNCHANGED <<rows, history, durable, progress, durableProgress, copied, rest, passes, owner>>

Streams(m) ==
  /\ Streamed
  /\ \/ Step(m) = "switched"
     \/ /\ Step(m) \in {"following", "fencing", "draining", "drained"}
        /\ copied[Target(m)] = belief[m].attempt

Apply(m) ==
  LET s == Source(m)
      t == Target(m)
  IN
  /\ Streams(m) /\ CanClaim(rows[t], Mine(m))
  /\ Len(history[t]) <= MaxWrites
  /\ \E i \in 1..Len(history[s]) :
       /\ IF SkipsApplied
          THEN i = Max(slot[s], progress[t]) + 1
          ELSE i \in (slot[s] + 1)..(Max(slot[s], progress[t]) + 1)
       /\ history' = [history EXCEPT ![t] = Append(@, history[s][i])]
       /\ \/ progress' = [progress EXCEPT ![t] = i]
          \/ ~ProgressWithRows /\ UNCHANGED progress
  /\ UNCHANGED <<rows, durable, durableProgress, copied, slot, catalog, belief, rest, passes, owner>>

\* The target's server flushes when it likes.
Flush(h) ==
  /\ durableProgress[h] # progress[h] \/ durable[h] # Len(history[h])
  /\ durable' = [durable EXCEPT ![h] = Len(history[h])]
  /\ durableProgress' = [durableProgress EXCEPT ![h] = progress[h]]
  /\ UNCHANGED <<rows, history, progress, copied, slot, catalog, belief, rest, passes, owner>>

Confirm(m) ==
  LET s == Source(m)
      t == Target(m)
      position == IF ConfirmsDurable THEN durableProgress[t] ELSE progress[t]
  IN
  /\ Streams(m) /\ Held(rows[t], Mine(m))
  /\ slot[s] < position /\ position <= Len(history[s])
  /\ slot' = [slot EXCEPT ![s] = position]
  /\ UNCHANGED <<rows, history, durable, progress, durableProgress, copied, catalog, belief, rest,
                 passes, owner>>

Crash ==
  LET h == Other(owner) IN
  /\ crashes < MaxCrashes
  /\ durable[h] # Len(history[h]) \/ durableProgress[h] # progress[h]
  /\ history' = [history EXCEPT ![h] = SubSeq(@, 1, durable[h])]
  /\ progress' = [progress EXCEPT ![h] = durableProgress[h]]
  /\ crashes' = crashes + 1
  /\ UNCHANGED <<rows, durable, durableProgress, copied, slot, catalog, belief, clients, nextWrite,
                 passes, owner>>

-----------------------------------------------------------------------------
(* The switch *)

AnnounceFence(m) ==
  /\ Step(m) = "following" /\ copied[Target(m)] = belief[m].attempt
  /\ Streamed => belief[m].reverse
  /\ Write(m, [belief[m] EXCEPT !.step = "fencing", !.barrier = Len(history[Source(m)])])
  /\ CatalogOnly

\* Under the fence nothing waits for the catalog: what the mover knows from here on is its own.
Fence(m) ==
  LET s == Source(m) IN
  /\ Step(m) = "fencing" /\ CanFence(rows[s], Fencing(m))
  /\ LockWaits => \A c \in Clients : ~(clients[c].state = "inside" /\ clients[c].at = s)
  /\ rows' = [rows EXCEPT ![s] = FencedBy(@, Fencing(m))]
  /\ belief' = [belief EXCEPT ![m].step = "draining",
                              ![m].barrier = IF BarrierInFence THEN Len(history[s]) ELSE @]
  /\ UNCHANGED <<data, catalog, rest, passes, owner>>

\* The lease has run out under the streamed mode's fence: the home is shut once more, by a newer token.
\* The new home stays in the hands of the attempt.
Again(m) ==
  /\ Streamed /\ Step(m) \in {"fencing", "draining", "drained"} /\ belief[m].try + 1 < MaxTries
  /\ Step(m) = "fencing" => rows[Source(m)].token >= Fencing(m)
  /\ Write(m, [belief[m] EXCEPT !.step = "fencing", !.try = @ + 1,
                                !.barrier = Len(history[Source(m)])])
  /\ CatalogOnly

\* Both look at no gate row of the source: by the time of the switch it may be open again.
Drain(m) ==
  /\ Streamed /\ Step(m) = "draining"
  /\ WaitsDrained => durableProgress[Target(m)] >= belief[m].barrier
  /\ belief' = [belief EXCEPT ![m].step = "drained"]
  /\ UNCHANGED <<rows, data, catalog, rest, passes, owner>>

MakeEqual(m) ==
  LET s == Source(m)
      t == Target(m)
  IN
  /\ ~Streamed /\ Step(m) = "draining" /\ CanClaim(rows[t], Mine(m))
  /\ IF WaitsDrained
     THEN /\ history' = [history EXCEPT ![t] = history[s]]
          /\ durable' = [durable EXCEPT ![t] = Len(history[s])]
     ELSE UNCHANGED <<history, durable>>
  /\ belief' = [belief EXCEPT ![m].step = "drained"]
  /\ UNCHANGED <<rows, progress, durableProgress, copied, slot, catalog, rest, passes, owner>>

\* The commit point, with T0 in the same transaction of the source.
Switch(m) ==
  LET old == Source(m)
      begin == IF ReturnsFromT0 THEN Len(history[Target(m)]) ELSE slot[Target(m)]
  IN
  /\ Step(m) = "drained" /\ CanSwitch(rows[old], Fencing(m))
  /\ rows' = [rows EXCEPT ![old] = Switched(@)]
  /\ progress' = [progress EXCEPT ![old] = begin]
  /\ durableProgress' = [durableProgress EXCEPT ![old] = begin]
  /\ durable' = [durable EXCEPT ![old] = Len(history[old])]
  /\ copied' = [copied EXCEPT ![old] = belief[m].attempt]
  /\ owner' = Target(m)
  /\ passes' = passes \cup {belief[m].epoch}
  /\ UNCHANGED <<history, slot, catalog, belief, rest>>

\* A second call finds the row open and changes nothing, so openers do not get in each other's way.
Open(h) ==
  /\ CanOpen(rows[h], passes)
  /\ rows' = [rows EXCEPT ![h] = Opened(@)]
  /\ UNCHANGED <<data, catalog, belief, rest, passes, owner>>

RouterOpen == RoutersOpen /\ \E h \in Homes : Open(h)
MoverOpen(m) == Step(m) = "switching" /\ Open(Source(m))

\* Whoever finds the source moved goes forward, whichever attempt has switched.
Follow(m) ==
  /\ Step(m) \in {"copying", "following", "fencing", "draining", "drained"}
  /\ rows[Source(m)].state = "moved"
  /\ Write(m, [belief[m] EXCEPT !.step = "switching", !.owner = Target(m)])
  /\ CatalogOnly

EndSwitch(m) ==
  /\ Step(m) = "switching" /\ rows[Source(m)].state = "open"
  /\ Write(m, [belief[m] EXCEPT !.step = "switched"])
  /\ CatalogOnly

\* A cancel is decided at the source's row; the catalog follows.
Cancel(m) ==
  /\ Step(m) \in {"copying", "following", "fencing", "draining", "drained"}
  /\ LET s == Source(m)
         token == CancelToken(belief[m].attempt) IN
     /\ CanTake(rows[s], token) /\ rows[s] # TakenBy(rows[s], token)
     /\ rows' = [rows EXCEPT ![s] = TakenBy(@, token)]
  /\ UNCHANGED <<data, catalog, belief, rest, passes, owner>>

\* What was made for the attempt goes, in a home that nobody will open; as for Prepare, the source's
\* token tells that the attempt is cancelled there.
Discard(m) ==
  LET t == Target(m)
      token == CancelToken(belief[m].attempt)
  IN
  /\ Step(m) \in {"copying", "following", "fencing", "draining", "drained"}
  /\ TakesFirst => rows[Source(m)].token >= token - 1
  /\ rows[t].state # "moved" /\ CanPrepare(rows[t], token)
  /\ rows' = [rows EXCEPT ![t] = Prepared(token, belief[m].epoch)]
  /\ history' = [history EXCEPT ![t] = <<>>]
  /\ durable' = [durable EXCEPT ![t] = 0]
  /\ progress' = [progress EXCEPT ![t] = 0]
  /\ durableProgress' = [durableProgress EXCEPT ![t] = 0]
  /\ copied' = [copied EXCEPT ![t] = 0]
  /\ UNCHANGED <<slot, catalog, belief, rest, passes, owner>>

EndCancel(m) ==
  /\ Step(m) \in {"copying", "following", "fencing", "draining", "drained"}
  /\ rows[Source(m)].state = "open" /\ rows[Source(m)].token = CancelToken(belief[m].attempt) - 1
  /\ Write(m, [belief[m] EXCEPT !.step = "idle", !.reverse = FALSE])
  /\ CatalogOnly

\* Anybody may do this once the lease has run out.
Reopen ==
  /\ \E h \in Homes : CanReopen(rows[h]) /\ rows' = [rows EXCEPT ![h] = Reopened(@)]
  /\ UNCHANGED <<data, catalog, belief, rest, passes, owner>>
=============================================================================
