----------------------------- MODULE TenantReads -----------------------------
(* Transactions that read first and write later, at a home that is being left.  *)
(* Whoever comes through Croft joins: from its first statement on it holds the  *)
(* home's lock, so the fence waits for it and its write is not refused in the   *)
(* middle. A client from outside that only reads takes no lock; the trigger     *)
(* stops its first write, and it ends before the new home opens.                *)
(*                                                                              *)
(* Covered: one switch from A to B, leases that run out, transactions of both   *)
(* kinds in both homes. Not covered: how rows get there and snapshots older     *)
(* than the lock (TenantMove); reads on standbys, which may be behind.          *)
EXTENDS Gate

CONSTANTS
  Joining, Strangers, MaxWrites, MaxAttempts,
  JoinsReads,     \* a transaction takes the home's lock with its first statement, even to read
  RevokesRight,   \* the commit point takes the right to read
  EndsOlder       \* transactions from before the switch end before the new home opens

VARIABLES
  rows,
  writes,     \* how many acknowledged writes each home holds
  clients,    \* outside; inside, with the lock; loose, in a transaction without it; or refused
  ended       \* have older transactions been ended?

vars == <<rows, writes, clients, ended>>

All == Joining \cup Strangers

Init ==
  /\ rows = [h \in Homes |-> IF h = "A" THEN Row("open", 0, 0) ELSE Prepared(Token(1), 1)]
  /\ writes = [h \in Homes |-> 0]
  /\ clients = [c \in All |-> [at |-> "A", state |-> "outside"]]
  /\ ended = FALSE

Passes == IF rows["A"].state = "moved" /\ (EndsOlder => ended) THEN {1} ELSE {}
Acknowledged == IF rows["A"].state = "moved" THEN writes["B"] ELSE writes["A"]

Set(c, home, state) == clients' = [clients EXCEPT ![c] = [at |-> home, state |-> state]]

Answers(row) == row.state \in {"open", "closed"} \/ (row.state = "moved" /\ ~RevokesRight)

\* The first read of a transaction. Refused at the gate, nothing has run, and the router comes again.
Begin(c) ==
  /\ clients[c].state = "outside"
  /\ \E h \in Homes :
       IF c \in Joining /\ JoinsReads
       THEN rows[h].state = "open" /\ Set(c, h, "inside")
       ELSE Answers(rows[h]) /\ Set(c, h, "loose")
  /\ UNCHANGED <<rows, writes, ended>>

Write(c) ==
  LET h == clients[c].at IN
  /\ clients[c].state \in {"inside", "loose"} /\ Acknowledged < MaxWrites
  /\ IF clients[c].state = "inside" \/ rows[h].state = "open"
     THEN /\ writes' = [writes EXCEPT ![h] = @ + 1]
          /\ Set(c, h, "inside")
     ELSE Set(c, h, "refused") /\ UNCHANGED writes
  /\ UNCHANGED <<rows, ended>>

Leave(c) ==
  /\ clients[c].state # "outside" /\ (c \in Joining => clients[c].state # "refused")
  /\ Set(c, "A", "outside")
  /\ UNCHANGED <<rows, writes, ended>>

-----------------------------------------------------------------------------
Fence ==
  /\ \A c \in All : ~(clients[c].state = "inside" /\ clients[c].at = "A")
  /\ \E n \in 1..MaxAttempts :
       /\ CanFence(rows["A"], Token(n))
       /\ rows' = [rows EXCEPT !["A"] = FencedBy(@, Token(n))]
  /\ UNCHANGED <<writes, clients, ended>>

Reopen ==
  /\ CanReopen(rows["A"]) /\ rows' = [rows EXCEPT !["A"] = Reopened(@)]
  /\ UNCHANGED <<writes, clients, ended>>

\* That the target holds every write by now is what TenantMove checks.
Switch ==
  /\ \E n \in 1..MaxAttempts : CanSwitch(rows["A"], Token(n))
  /\ rows' = [rows EXCEPT !["A"] = Switched(@)]
  /\ writes' = [writes EXCEPT !["B"] = writes["A"]]
  /\ UNCHANGED <<clients, ended>>

End ==
  /\ EndsOlder /\ ~ended /\ rows["A"].state = "moved"
  /\ clients' = [c \in All |->
       IF clients[c].state # "loose" \/ clients[c].at # "A" THEN clients[c]
       ELSE [at |-> "A", state |-> IF c \in Joining THEN "refused" ELSE "outside"]]
  /\ ended' = TRUE
  /\ UNCHANGED <<rows, writes>>

Open ==
  /\ CanOpen(rows["B"], Passes) /\ rows' = [rows EXCEPT !["B"] = Opened(@)]
  /\ UNCHANGED <<writes, clients, ended>>

-----------------------------------------------------------------------------
Next ==
  \/ \E c \in All : Begin(c) \/ Write(c) \/ Leave(c)
  \/ Fence \/ Reopen \/ Switch \/ End \/ Open

Spec == Init /\ [][Next]_vars

OneOpenHome == ~(rows["A"].state = "open" /\ rows["B"].state = "open")

\* A transaction that was let in is never refused in the middle.
NoErrorInside == \A c \in Joining : clients[c].state # "refused"

\* Whoever may read on sees every acknowledged write.
NoStaleRead ==
  \A c \in All : clients[c].state \in {"inside", "loose"} => writes[clients[c].at] = Acknowledged

\* False, and checked to be.
NeverReadInBoth ==
  ~(rows["B"].state = "open" /\ writes["A"] > 0 /\ writes["B"] > writes["A"]
    /\ \E c \in Joining : clients[c] = [at |-> "B", state |-> "inside"])
=============================================================================
