--------------------------- MODULE TenantSequences ---------------------------
(* The sequences of a tenant that moves. The fence does not hold them: nextval  *)
(* fires no trigger, asks no gate and is not rolled back. So the commit point   *)
(* takes the right away, older sessions end, then the number is read, then the  *)
(* new home's sequence is raised, then that home opens.                         *)
(*                                                                              *)
(* Covered: one switch from A to B with leases that run out in between; numbers *)
(* drawn by transactions inside, by sessions outside, and by sessions that go   *)
(* on in a transaction from before the switch; two openers at once (the mover   *)
(* and a router); a target that is a pool, whose sequence a neighbour draws     *)
(* from as well. Not covered: how rows get there (TenantMove), increments other *)
(* than 1, caches, bounds, and the jump by setval that a pool makes where the   *)
(* gap is too wide to be drawn.                                                 *)
EXTENDS Gate

CONSTANTS
  Openers, MaxDraws, MaxAttempts,
  SharedTarget,      \* B is a pool
  Margin,            \* what is added to the number that was read; 0 is a gap
  RevokesRight,      \* the commit point takes the right to draw
  EndsOlder,         \* sessions from before the switch end before the number is read
  ReadsAfterSwitch,  \* the number is read after the commit point, not under the fence
  RaisesFirst,       \* the new home opens after its sequence was raised, not before
  DrawsForward       \* a shared sequence is raised by drawing from it, not by setting it

VARIABLES
  rows,
  sequence,   \* of each home: the last value and whether it was drawn, as PostgreSQL keeps them
  right,      \* may the old home's login draw?
  inside,     \* is a transaction inside at A, with the home's lock?
  older,      \* is a session in a transaction that has drawn before, and needs no right any more?
  openers,
  issued,     \* what the tenant was given
  neighbour,  \* what the neighbour was given at B
  twice,      \* was a number given to the same tenant again?
  draws

vars == <<rows, sequence, right, inside, older, openers, issued, neighbour, twice, draws>>

Init ==
  /\ rows = [h \in Homes |-> IF h = "A" THEN Row("open", 0, 0) ELSE Prepared(Token(1), 1)]
  /\ sequence = [h \in Homes |-> [last |-> 1, called |-> FALSE]]
  /\ right = TRUE
  /\ inside = FALSE
  /\ older = FALSE
  /\ openers = [o \in Openers |-> [step |-> "idle", number |-> 0, present |-> 0]]
  /\ issued = {}
  /\ neighbour = {}
  /\ twice = FALSE
  /\ draws = 0

Passes == IF rows["A"].state = "moved" THEN {1} ELSE {}

NextOf(s) == IF s.called THEN s.last + 1 ELSE s.last
Drawn(s) == [last |-> NextOf(s), called |-> TRUE]
DrawnTimes(s, n) == [last |-> NextOf(s) + n - 1, called |-> TRUE]

-----------------------------------------------------------------------------
(* Who draws *)

Draw(h) ==
  LET number == NextOf(sequence[h]) IN
  /\ draws < MaxDraws
  /\ sequence' = [sequence EXCEPT ![h] = Drawn(@)]
  /\ issued' = issued \cup {number}
  /\ twice' = (twice \/ number \in issued)
  /\ draws' = draws + 1

Enter ==
  /\ ~inside /\ rows["A"].state = "open" /\ inside' = TRUE
  /\ UNCHANGED <<rows, sequence, right, older, openers, issued, neighbour, twice, draws>>

Leave ==
  /\ inside /\ inside' = FALSE
  /\ UNCHANGED <<rows, sequence, right, older, openers, issued, neighbour, twice, draws>>

DrawInside == inside /\ Draw("A") /\ UNCHANGED <<rows, right, inside, older, openers, neighbour>>

\* A statement of its own needs the right and nothing else; in a transaction it is kept.
DrawOutside ==
  /\ right /\ Draw("A")
  /\ older' \in {older, TRUE}
  /\ UNCHANGED <<rows, right, inside, openers, neighbour>>

DrawOlder == older /\ Draw("A") /\ UNCHANGED <<rows, right, inside, older, openers, neighbour>>

DrawAtTarget ==
  /\ rows["B"].state = "open" /\ Draw("B")
  /\ UNCHANGED <<rows, right, inside, older, openers, neighbour>>

DrawNeighbour ==
  LET number == NextOf(sequence["B"]) IN
  /\ SharedTarget /\ draws < MaxDraws
  /\ sequence' = [sequence EXCEPT !["B"] = Drawn(@)]
  /\ neighbour' = neighbour \cup {number}
  /\ twice' = (twice \/ number \in neighbour)
  /\ draws' = draws + 1
  /\ UNCHANGED <<rows, right, inside, older, openers, issued>>

-----------------------------------------------------------------------------
(* The switch *)

RowsOnly == UNCHANGED <<sequence, inside, older, openers, issued, neighbour, twice, draws>>

Fence ==
  /\ ~inside
  /\ \E n \in 1..MaxAttempts :
       /\ CanFence(rows["A"], Token(n))
       /\ rows' = [rows EXCEPT !["A"] = FencedBy(@, Token(n))]
  /\ UNCHANGED right /\ RowsOnly

Reopen ==
  /\ CanReopen(rows["A"]) /\ rows' = [rows EXCEPT !["A"] = Reopened(@)]
  /\ UNCHANGED right /\ RowsOnly

Switch ==
  /\ \E n \in 1..MaxAttempts : CanSwitch(rows["A"], Token(n))
  /\ rows' = [rows EXCEPT !["A"] = Switched(@)]
  /\ right' = ~RevokesRight
  /\ RowsOnly

-----------------------------------------------------------------------------
(* Handing over and opening *)

SetOpener(o, record) == openers' = [openers EXCEPT ![o] = record]

HandsOver == rows["A"].state = "moved" \/ (~ReadsAfterSwitch /\ rows["A"].state = "closed")

End(o) ==
  /\ openers[o].step = "idle" /\ HandsOver
  /\ older' = (older /\ ~EndsOlder)
  /\ SetOpener(o, [openers[o] EXCEPT !.step = "ended"])
  /\ UNCHANGED <<rows, sequence, right, inside, issued, neighbour, twice, draws>>

Read(o) ==
  /\ openers[o].step = "ended" /\ HandsOver
  /\ SetOpener(o, [openers[o] EXCEPT !.step = "read", !.number = sequence["A"].last + Margin])
  /\ UNCHANGED <<rows, sequence, right, inside, older, issued, neighbour, twice, draws>>

\* Whoever turns the row holds it until its transaction ends; the other one waits, and finds it open.
Turn(o) ==
  /\ openers[o].step = "read" /\ rows["A"].state = "moved"
  /\ \A other \in Openers : openers[other].step \notin {"turned", "looked", "raised"}
  /\ IF CanOpen(rows["B"], Passes)
     THEN /\ SetOpener(o, [openers[o] EXCEPT !.step = "turned"])
          /\ rows' = IF RaisesFirst THEN rows ELSE [rows EXCEPT !["B"] = Opened(@)]
     ELSE SetOpener(o, [openers[o] EXCEPT !.step = "done"]) /\ UNCHANGED rows
  /\ UNCHANGED <<sequence, right, inside, older, issued, neighbour, twice, draws>>

Look(o) ==
  /\ openers[o].step = "turned"
  /\ SetOpener(o, [openers[o] EXCEPT !.step = "looked", !.present = sequence["B"].last])
  /\ UNCHANGED <<rows, sequence, right, inside, older, issued, neighbour, twice, draws>>

Raise(o) ==
  LET opener == openers[o] IN
  /\ opener.step = "looked"
  /\ sequence' =
       IF opener.present >= opener.number
       THEN sequence
       ELSE IF SharedTarget /\ DrawsForward
       THEN [sequence EXCEPT !["B"] = DrawnTimes(@, opener.number - opener.present)]
       ELSE [sequence EXCEPT !["B"] = [last |-> opener.number, called |-> TRUE]]
  /\ SetOpener(o, [opener EXCEPT !.step = "raised"])
  /\ UNCHANGED <<rows, right, inside, older, issued, neighbour, twice, draws>>

Open(o) ==
  /\ openers[o].step = "raised"
  /\ SetOpener(o, [openers[o] EXCEPT !.step = "done"])
  /\ rows' = [rows EXCEPT !["B"] = Opened(@)]
  /\ UNCHANGED <<sequence, right, inside, older, issued, neighbour, twice, draws>>

\* A transaction that has turned the row and dies gives it back; what it raised stays raised.
Die(o) ==
  /\ RaisesFirst /\ openers[o].step \in {"turned", "looked", "raised"}
  /\ SetOpener(o, [step |-> "idle", number |-> 0, present |-> 0])
  /\ UNCHANGED <<rows, sequence, right, inside, older, issued, neighbour, twice, draws>>

-----------------------------------------------------------------------------
Next ==
  \/ Enter \/ Leave \/ DrawInside \/ DrawOutside \/ DrawOlder \/ DrawAtTarget \/ DrawNeighbour
  \/ Fence \/ Reopen \/ Switch
  \/ \E o \in Openers :
       End(o) \/ Read(o) \/ Turn(o) \/ Look(o) \/ Raise(o) \/ Open(o) \/ Die(o)

Spec == Init /\ [][Next]_vars

NoNumberTwice == ~twice
OneOpenHome == ~(rows["A"].state = "open" /\ rows["B"].state = "open")

\* False, and checked to be.
NeverDrawnInBoth ==
  ~(rows["B"].state = "open" /\ sequence["A"].called /\ sequence["B"].last > sequence["A"].last + Margin)
=============================================================================
