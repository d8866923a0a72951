------------------------------ MODULE MoveTrace ------------------------------
(* Whether what was recorded of a real move is a behaviour of TenantMove. Each  *)
(* server has a log, which tells the order of what happened there; between the  *)
(* logs there is none, and TLC tries all. An entry of a log is a part of the    *)
(* state after one transaction: a home's gate row and what it holds, the        *)
(* catalog's record, or that a client has written.                              *)
(*                                                                              *)
(* Every step of the specification that a log would show must be in it, and     *)
(* each entry must be a step or leave everything as it is. What no log shows    *)
(* (what movers know, what is on disk) may happen at any time. The recording is *)
(* accepted when its end can be reached, that is, when NeverEnds is violated.   *)
EXTENDS TenantMove, FiniteSets, Integers

CONSTANTS
  Logs,     \* the logs, each a sequence of entries
  LogOf     \* the number of the log in which a home's transactions are

VARIABLE seen   \* how many entries of each log have happened

traceVars == <<vars, seen>>

Due(log) == IF seen[log] < Len(Logs[log]) THEN {Logs[log][seen[log] + 1]} ELSE {}

Content(h) == {history[h][i] : i \in 1..Len(history[h])}

-----------------------------------------------------------------------------
(* What an entry says of the state. A home that was removed is open to nobody. *)

RowIs(entry) ==
  IF entry.row.state = "absent"
  THEN rows[entry.home].state \notin {"open", "closed"}
  ELSE rows[entry.home] = entry.row

HomeIs(entry) ==
  /\ RowIs(entry)
  /\ entry.compared =>
       Content(entry.home) = entry.holds /\ Len(history[entry.home]) = Cardinality(entry.holds)
  /\ entry.progress >= 0 => progress[entry.home] = entry.progress

CatalogIs(entry) ==
  /\ catalog.owner = entry.owner
  /\ entry.attempt > 0 => catalog.attempt = entry.attempt
  /\ entry.step # "unknown" => catalog.step = entry.step

-----------------------------------------------------------------------------
(* Steps that a log shows *)

AtGate ==
  \/ \E m \in Movers :
       Take(m) \/ Prepare(m) \/ Fence(m) \/ Switch(m) \/ MoverOpen(m) \/ Cancel(m) \/ Discard(m)
  \/ RouterOpen \/ Reopen

Only(h) == rows'[Other(h)] = rows[Other(h)] /\ history'[Other(h)] = history[Other(h)]

InCatalog ==
  \E m \in Movers :
    \/ Start(m) \/ Return(m) \/ Resume(m) \/ EndCopy(m) \/ AnnounceFence(m) \/ Follow(m) \/ EndSwitch(m)
    \/ EndCancel(m)

Shown(entry) ==
  CASE entry.kind = "write" ->
         /\ nextWrite = entry.number
         /\ \E c \in Clients : clients[c].at = entry.home /\ Commit(c)
    [] entry.kind = "home" ->
         \/ HomeIs(entry) /\ UNCHANGED vars
         \/ AtGate /\ Only(entry.home) /\ HomeIs(entry)'
    [] entry.kind = "catalog" ->
         \/ CatalogIs(entry) /\ UNCHANGED vars
         \/ InCatalog /\ CatalogIs(entry)'

Inside == \E c \in Clients : clients[c].state = "inside"

See(log) ==
  \E entry \in Due(log) :
    /\ Inside => entry.kind = "write"
    /\ Shown(entry) /\ seen' = [seen EXCEPT ![log] = @ + 1]

-----------------------------------------------------------------------------
(* Steps that no log shows. What a transaction of the mover writes to a home    *)
(* are several steps here; they lead to its entry, or they do not happen.       *)

LeadsTo(h) ==
  \E entry \in Due(LogOf[h]) :
    /\ entry.kind = "home" /\ entry.home = h /\ entry.compared /\ entry.row = rows[h]
    /\ Content(h)' \subseteq entry.holds

\* The first entry in which it is known again what a home holds.
Known(h) ==
  LET log == LogOf[h]
      later == {i \in (seen[log] + 1)..Len(Logs[log]) :
        Logs[log][i].kind = "home" /\ Logs[log][i].home = h /\ Logs[log][i].compared}
  IN
  {Logs[log][i] : i \in {j \in later : \A k \in later : j <= k}}

\* A copy is taken at its snapshot, and the log shows it when it is whole.
WillHold(h) ==
  \E entry \in Known(h) : entry.row = rows[h] /\ Content(h)' = entry.holds

Bring(m) ==
  \/ Copy(m) /\ WillHold(Target(m))
  \/ (Apply(m) \/ MakeEqual(m)) /\ (history' = history \/ LeadsTo(Target(m)))

Unseen ==
  \E m \in Movers : Learn(m) \/ EndCopy(m) \/ ReverseSlot(m) \/ Again(m) \/ Drain(m) \/ Bring(m)

\* Whoever enters does so to commit, and then commits: entering later is as good.
Come(c) ==
  /\ Enter(c)
  /\ \E entry \in Due(LogOf[clients'[c].at]) : entry.kind = "write" /\ entry.home = clients'[c].at

\* Nothing but a copy depends on what a client has not written yet, so that a write need not wait for
\* other logs. This spares TLC the most of all orders, and can only refuse more.
Pressing ==
  /\ Streamed
  /\ \E h \in Homes :
       /\ rows[h].state = "open"
       /\ \E entry \in Due(LogOf[h]) : entry.kind = "write" /\ entry.home = h
       /\ \A entry \in Known(Other(h)) :
            entry.holds = Content(h) => Content(Other(h)) = entry.holds

\* No server crashes here, and so it may as well flush at once.
Unflushed == {h \in Homes : durableProgress[h] # progress[h] \/ durable[h] # Len(history[h])}

-----------------------------------------------------------------------------
TraceInit == Init /\ seen = [log \in DOMAIN Logs |-> 0] /\ \A log \in DOMAIN Logs : TLCSet(log, 0)

TraceNext ==
  IF Unflushed # {}
  THEN (\E h \in Unflushed : Flush(h)) /\ UNCHANGED seen
  ELSE
    \/ ~Inside /\ (\E c \in Clients : Come(c)) /\ UNCHANGED seen
    \/ (Pressing => Inside) /\ \E log \in DOMAIN Logs : See(log)
    \/ ~Inside /\ ~Pressing /\ Unseen /\ UNCHANGED seen

TraceSpec == TraceInit /\ [][TraceNext]_traceVars

NeverEnds == \E log \in DOMAIN Logs : seen[log] < Len(Logs[log])

\* True; prints how far each log can be followed.
Furthest ==
  \A log \in DOMAIN Logs :
    seen[log] <= TLCGet(log) \/ (TLCSet(log, seen[log]) /\ PrintT(<<"followed", log, seen[log]>>))
=============================================================================
