----------------------------- MODULE TenantMove -----------------------------
(* One tenant moves from home A to home B and back. Streamed: a copy, a stream  *)
(* of what is written meanwhile, and a reverse stream as the way back. Fenced   *)
(* copy: a copy that misses what it likes, made equal under the fence, and a    *)
(* way back of the same kind.                                                   *)
(*                                                                              *)
(* Covered: clients whose routers are arbitrarily stale; movers of which any    *)
(* may sleep at any point and go on later with what it believed then; attempts  *)
(* that are cancelled, resumed by others or run out of their lease; a target    *)
(* that crashes and loses what was not flushed; any router that opens the new   *)
(* home with a pass; a second move on top of the first.                         *)
EXTENDS MoveSteps, TLC

Client(c) == Begin(c) \/ Enter(c) \/ Commit(c) \/ Leave(c)

Mover(m) ==
  \/ Learn(m) \/ Start(m) \/ Return(m) \/ Resume(m) \/ Take(m) \/ Prepare(m) \/ Copy(m)
  \/ EndCopy(m) \/ ReverseSlot(m) \/ Apply(m) \/ Confirm(m) \/ AnnounceFence(m) \/ Fence(m)
  \/ Again(m) \/ Drain(m) \/ MakeEqual(m) \/ Switch(m) \/ MoverOpen(m) \/ Follow(m) \/ EndSwitch(m)
  \/ Cancel(m) \/ Discard(m) \/ EndCancel(m)

Next ==
  \/ \E c \in Clients : Client(c)
  \/ \E m \in Movers : Mover(m)
  \/ \E h \in Homes : Flush(h)
  \/ RouterOpen \/ Reopen \/ Crash

Spec == Init /\ [][Next]_vars

Alike == Permutations(Clients) \cup Permutations(Movers)

\* Only the tenant's own statements go on: leases run out and routers open.
TenantGoesOn ==
  /\ WF_vars(Reopen) /\ WF_vars(RouterOpen)
  /\ \A c \in Clients : WF_vars(Commit(c) \/ Leave(c))

\* A mover goes on as well; nothing forces it to start, resume, return or cancel.
MoverGoesOn(m) ==
  /\ WF_vars(Learn(m)) /\ WF_vars(Take(m)) /\ WF_vars(Prepare(m)) /\ WF_vars(Copy(m))
  /\ WF_vars(EndCopy(m)) /\ WF_vars(ReverseSlot(m)) /\ WF_vars(Apply(m))
  /\ WF_vars(AnnounceFence(m)) /\ SF_vars(Fence(m)) /\ WF_vars(Again(m))
  /\ WF_vars(Drain(m)) /\ WF_vars(MakeEqual(m))
  /\ SF_vars(Switch(m))
  /\ WF_vars(MoverOpen(m)) /\ WF_vars(Follow(m)) /\ WF_vars(EndSwitch(m)) /\ WF_vars(EndCancel(m))

TenantSpec == Spec /\ TenantGoesOn
MoverSpec == TenantSpec /\ (\A m \in Movers : MoverGoesOn(m)) /\ (\A h \in Homes : WF_vars(Flush(h)))

-----------------------------------------------------------------------------
IsPrefix(a, b) == Len(a) <= Len(b) /\ a = SubSeq(b, 1, Len(a))

OneOpenHome == ~(rows["A"].state = "open" /\ rows["B"].state = "open")
OpenIsOwner == \A h \in Homes : rows[h].state = "open" => h = owner

\* None lost, none twice, in the order of their commits.
EachWriteOnce == history[owner] = [i \in 1..(nextWrite - 1) |-> i]

Streaming(steps) ==
  /\ catalog.step \in steps /\ owner = catalog.owner
  /\ copied[Other(owner)] = catalog.attempt
ReplicaIsPrefix ==
  Streamed /\ Streaming({"following", "fencing", "switched"})
    => IsPrefix(history[Other(owner)], history[owner])
ConfirmedIsDurable ==
  Streamed /\ Streaming({"following", "fencing"}) => slot[owner] <= durableProgress[Other(owner)]

\* A home that still answers reads holds every acknowledged write.
NoStaleRead == \A h \in Homes : rows[h].state \in {"open", "closed"} => Len(history[h]) = nextWrite - 1

\* The pause ends, though every mover may have died.
PauseEnds == [](rows[owner].state # "open" => <>(rows[owner].state = "open"))

MoveEnds == [](catalog.step \notin {"idle", "switched"} => <>(catalog.step \in {"idle", "switched"}))

\* False, and checked to be: a model in which nothing happens would hold every promise.
NeverThereAndBack ==
  ~(catalog.step = "switched" /\ catalog.owner = "A" /\ nextWrite > MaxWrites
    /\ Len(history["B"]) > 0)
=============================================================================
