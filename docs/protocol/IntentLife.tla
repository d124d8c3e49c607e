----------------------------- MODULE IntentLife -----------------------------
(*
  CrashSafe, "also while others go on writing". One writer has died in the
  middle of its write; others keep joining the intent and leaving it, so that it
  never is empty. Does the dead writer's entry go?

  Here there is a clock: a life is a number of ticks that are left. So there are
  few states, and they go on for ever.
*)
EXTENDS Integers

CONSTANTS
  Living,         \* the other writers
  Dead,           \* the one that died
  Life,           \* how many ticks an entry lives
  TimePerWriter   \* TRUE: each entry has a time of its own, its until.
                  \* FALSE: the record has one, which every beginWrite starts anew.

VARIABLES
  left,           \* the ticks that each writer's entry has left, 0 if it is not in the intent
  record          \* the ticks that the record has left

vars == <<left, record>>

All == Living \cup {Dead}

Init == left = [y \in All |-> IF y = Dead THEN Life ELSE 0] /\ record = Life

BeginWrite(y) == left[y] = 0 /\ left' = [left EXCEPT ![y] = Life] /\ record' = Life

FinishWrite(y) == left[y] > 0 /\ left' = [left EXCEPT ![y] = 0] /\ UNCHANGED record

Tick ==
  IF TimePerWriter
  THEN left' = [y \in All |-> IF left[y] = 0 THEN 0 ELSE left[y] - 1] /\ UNCHANGED record
  ELSE /\ record' = IF record = 0 THEN 0 ELSE record - 1
       /\ left' = IF record' = 0 THEN [y \in All |-> 0] ELSE left

Next == Tick \/ \E y \in Living : BeginWrite(y) \/ FinishWrite(y)

(* Time passes: WF says that Tick is not put off for ever. *)
Spec == Init /\ [][Next]_vars /\ WF_vars(Tick)

(* Sooner or later the dead writer's entry is gone; then the last living
   writer's finish makes the key cacheable again. *)
DeadEntryGoes == <>(left[Dead] = 0)
=============================================================================
