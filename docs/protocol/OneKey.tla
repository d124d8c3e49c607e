------------------------------- MODULE OneKey -------------------------------
(*
  One cache key, many nodes: what may happen, step by step, and what must hold
  whatever happens.

  How to read it. VARIABLES are the state of everything. Init is where it can
  start. Next is an "or" over actions; an action says when it may happen (lines
  without primes) and what the variables are afterwards (names with primes).
  TLC visits every state that Next can reach and checks the invariants at the
  end of this file in each. [x EXCEPT !.f = v] is the record x with field f
  changed, and @ stands for the old value of that field.

  The origin is a set of items; every write adds one, its writer. So "older"
  means "misses an item", and a merge is the base with the writer's own item.

  The store holds one record under the key: a value, a lease, a write intent, a
  hold-off (a tombstone without a version), or nothing. Every command is a
  script that runs atomically. Its reply may be lost, and the command may then
  run late or never; a command that was answered may run again at any time.

  Not here: plain put (it promises nothing), versions, clear, the near cache.
  A life may end at any moment that its rule allows: there is no clock.
    release    is one of the ways in which a lease may end early: see Expiry.
    renewLease and renewWrite only put off that moment, so that a renewed life
               is one that does not end yet: see Expiry, MayLapse, and
               RenewalCreates for the mistake that one can make.
*)
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
  Readers, Writers,     \* nodes that load; nodes that write, each once
  Evictors,             \* nodes that change the origin and then evict, without an intent
  Strangers,            \* other programs: they change the origin and delete the key
  MaxLoads, MaxBegins,  \* for each reader; for each writer, each begin with a token of its own

  (* How a write decides what to keep: "whole", the value as the origin holds
     it at the commit; "readBack", as its transaction sees it, on a snapshot as
     old as begin's reply; "merged", the value that begin replaced and mine. *)
  WrittenValue,
  ValuesKept,           \* FALSE: every finish is one with nothing

  (* What the network and the nodes do. *)
  LostReplies,          \* replies may be lost; the command may then run late or never
  ReplayedStores,       \* a store or a delete may run again, also after its reply
  ReplayedPlacers,      \* so may a lease or a begin, which place a record
  MaxRuns,              \* how often one token's lease or begin makes a record, where stamps tell
  Crashes,              \* writers may die
  Lapse,                \* whose entry may lapse: "ofTheDead"; "afterCommit", also that of a living
                        \* writer whose origin write is over; "ofAnybody", also that of a paused one
  IntentsLost,          \* the memory policy or a stranger may remove an intent: not promised
  LaggingReplica,       \* loads read a replica that lags, and every delete asks for a hold-off
  Doubt,                \* a commit that may or may not happen: "neverArises", "finishesAtOnce",
                        \* "letsTheIntentLapse"

  (* What makes the protocol work. *)
  Stamps,               \* leases and entries carry the server's time of their making
  HoldOffRemembered,    \* an intent remembers the hold-off that it replaced or was asked for

  (* Mistakes. *)
  BaseBeforeBegin,      \* the base of a merge, or the snapshot, is read before begin
  ValueWithoutBegin,    \* a write whose begin was not acknowledged keeps a value
  RenewalCreates,       \* renewing an intent makes a lapsed entry again
  TokenPerClient        \* all leases of a node have one token

VARIABLES
  origin, replica,      \* sets of items
  key,                  \* the record under the key
  promised,             \* the items that no value may miss any more
  readers, writers, evictors,
  network,              \* the commands that may still run
  runs                  \* how often each token's lease or begin has made a record

vars == <<origin, replica, key, promised, readers, writers, evictors, network, runs>>

-----------------------------------------------------------------------------
(* Records. A token is a node and an attempt, <<node, n>>; a fill id is the
   token of the act of storing. *)

NoId == <<>>

Nothing == [kind |-> "nothing", items |-> {}, id |-> NoId, stamp |-> 0,
            entries |-> {}, dirty |-> FALSE, held |-> {}]

Value(items, fillId) == [Nothing EXCEPT !.kind = "value", !.items = items, !.id = fillId]

Lease(token, stamp) == [Nothing EXCEPT !.kind = "lease", !.id = token, !.stamp = stamp]

(* entries: one [token, stamp] for each writer at work. dirty: no value may be
   kept. held: the hold-off that stays when the last writer has gone. *)
Intent(entries, dirty, held) ==
  [Nothing EXCEPT !.kind = "intent", !.entries = entries, !.dirty = dirty, !.held = held]

(* "Load, do not store", until the replica has seen these items. *)
HoldOff(held) == IF held = {} THEN Nothing ELSE [Nothing EXCEPT !.kind = "holdOff", !.held = held]

Held(record) ==
  IF record.kind = "holdOff" \/ (record.kind = "intent" /\ HoldOffRemembered) THEN record.held ELSE {}

(* The hold-off that a delete asks for. *)
Asked == IF LaggingReplica THEN origin ELSE {}

EntriesOf(record, token) == {entry \in record.entries : entry.token = token}

WithoutEntry(record, entry) ==
  IF record.entries = {entry} THEN HoldOff(Held(record)) ELSE [record EXCEPT !.entries = @ \ {entry}]

-----------------------------------------------------------------------------
(* Scripts: from the record that one finds to the record that it leaves. Every
   store is conditional, every delete unconditional. *)

(* The server's time tells a record from the one that the same command makes
   when it runs again. *)
Stamp(token) == IF Stamps THEN runs[token] + 1 ELSE 0

AfterLease(record, command) ==
  IF record.kind = "nothing" \/ (record.kind = "value" /\ record.id = command.seen)
  THEN Lease(command.token, Stamp(command.token))
  ELSE record

AfterFill(record, command) ==
  IF record.kind = "lease" /\ record.id = command.token /\ record.stamp = command.stamp
  THEN Value(command.items, command.fillId)
  ELSE record

AfterRefresh(record, command) ==
  IF record.kind = "value" /\ record.id = command.seen
  THEN Value(command.items, command.fillId)
  ELSE record

AfterBeginWrite(record, command) ==
  LET mine == [token |-> command.token, stamp |-> Stamp(command.token)] IN
  IF record.kind # "intent"
  THEN Intent({mine}, FALSE, IF HoldOffRemembered THEN Held(record) ELSE {})
  ELSE IF EntriesOf(record, command.token) # {}
  THEN record
  ELSE [record EXCEPT !.entries = @ \cup {mine}, !.dirty = TRUE]

(* The last writer of a clean intent may leave a value, if its entry is the one
   that its begin was told of; all others leave nothing. *)
AfterFinishWrite(record, command) ==
  LET mine == EntriesOf(record, command.token)
      held == Held(record) \cup Asked IN
  IF record.kind # "intent"
  THEN HoldOff(held)
  ELSE IF record.entries # mine
  THEN [record EXCEPT !.entries = @ \ mine, !.dirty = TRUE, !.held = IF HoldOffRemembered THEN held ELSE {}]
  ELSE IF /\ command.hasValue /\ ~record.dirty /\ record.held = {}
          /\ \A entry \in mine : entry.stamp = command.stamp
  THEN Value(command.items, command.fillId)
  ELSE HoldOff(held)

AfterEvict(record) ==
  IF record.kind = "intent"
  THEN [record EXCEPT !.dirty = TRUE, !.held = IF HoldOffRemembered THEN @ \cup Asked ELSE {}]
  ELSE HoldOff(Held(record) \cup Asked)

After(record, command) ==
  CASE command.op = "lease"       -> AfterLease(record, command)
    [] command.op = "fill"        -> AfterFill(record, command)
    [] command.op = "refresh"     -> AfterRefresh(record, command)
    [] command.op = "beginWrite"  -> AfterBeginWrite(record, command)
    [] command.op = "finishWrite" -> AfterFinishWrite(record, command)
    [] command.op = "evict"       -> AfterEvict(record)

-----------------------------------------------------------------------------
(* Commands on the network. *)

Command(op, token) == [op |-> op, token |-> token, stamp |-> 0, seen |-> NoId,
                       items |-> {}, hasValue |-> FALSE, fillId |-> NoId]

PlacesARecord(command) == command.op \in {"lease", "beginWrite"}

CountsRuns(command) == Stamps /\ PlacesARecord(command)

MayRun(command) == CountsRuns(command) => runs[command.token] < MaxRuns

RunsAfter(command) ==
  IF CountsRuns(command) /\ After(key, command) # key THEN [runs EXCEPT ![command.token] = @ + 1] ELSE runs

MayRunAgain(command) == ReplayedStores /\ (PlacesARecord(command) => ReplayedPlacers)

(* Sent, and no reply comes: it runs whenever RunsLate lets it, or never. *)
Sent(command) == network' = network \cup {command}

(* Runs now, and the reply arrives. *)
Answered(command) ==
  /\ MayRun(command)
  /\ key' = After(key, command)
  /\ runs' = RunsAfter(command)
  /\ network' = IF MayRunAgain(command) THEN network \cup {command} ELSE network

RunsLate ==
  \E command \in network :
    /\ MayRun(command)
    /\ key' = After(key, command)
    /\ runs' = RunsAfter(command)
    /\ network' = IF MayRunAgain(command) THEN network ELSE network \ {command}
    /\ UNCHANGED <<origin, replica, promised, readers, writers, evictors>>

-----------------------------------------------------------------------------
(* The start: the key is absent, or some reader has filled it before. *)

Tokens == (Readers \X (1..MaxLoads)) \cup (Writers \X (1..MaxBegins))

FilledBefore == <<CHOOSE reader \in Readers : TRUE, 0>>

Init ==
  /\ origin = {} /\ replica = {} /\ promised = {}
  /\ key \in {Nothing, Value({}, FilledBefore)}
  /\ readers = [x \in Readers |-> [step |-> "idle", loads |-> 0, stamp |-> 0, seen |-> NoId, items |-> {}]]
  /\ writers = [y \in Writers |-> [step |-> "idle", begins |-> 0, acknowledged |-> FALSE, stamp |-> 0,
                                   base |-> {}, hasBase |-> FALSE, items |-> {}, hasValue |-> FALSE]]
  /\ evictors = [z \in Evictors |-> "idle"]
  /\ network = {}
  /\ runs = [token \in Tokens |-> 0]

-----------------------------------------------------------------------------
(* Readers. *)

LeaseToken(x, load) == <<x, IF TokenPerClient THEN 1 ELSE load>>

LeaseCommand(x) ==
  [Command("lease", LeaseToken(x, readers[x].loads + 1)) EXCEPT
     !.seen = IF key.kind = "value" THEN key.id ELSE NoId]

MayLoad(x) == readers[x].step = "idle" /\ readers[x].loads < MaxLoads

IdleAfterOneMore(x) == [step |-> "idle", loads |-> readers[x].loads + 1, stamp |-> 0, seen |-> NoId, items |-> {}]

(* Granted, and the reply arrives. A value is superseded by its fill id. *)
LeaseGranted(x) ==
  /\ MayLoad(x)
  /\ After(key, LeaseCommand(x)) # key
  /\ Answered(LeaseCommand(x))
  /\ readers' = [readers EXCEPT ![x] = [IdleAfterOneMore(x) EXCEPT !.step = "loading", !.stamp = key'.stamp]]
  /\ UNCHANGED <<origin, replica, promised, writers, evictors>>

(* The reader loads and does not store, so its load need not be told. *)
LeaseUnanswered(x) ==
  /\ LostReplies
  /\ MayLoad(x)
  /\ Sent(LeaseCommand(x))
  /\ readers' = [readers EXCEPT ![x] = IdleAfterOneMore(x)]
  /\ UNCHANGED <<origin, replica, key, promised, writers, evictors, runs>>

(* A value that it takes for stale: it will refresh by fill id. *)
SeesStaleValue(x) ==
  /\ MayLoad(x)
  /\ key.kind = "value"
  /\ readers' = [readers EXCEPT ![x] = [IdleAfterOneMore(x) EXCEPT !.step = "loading", !.seen = key.id]]
  /\ UNCHANGED <<origin, replica, key, promised, writers, evictors, network, runs>>

Load(x) ==
  /\ readers[x].step = "loading"
  /\ readers' = [readers EXCEPT ![x].step = "loaded", ![x].items = IF LaggingReplica THEN replica ELSE origin]
  /\ UNCHANGED <<origin, replica, key, promised, writers, evictors, network, runs>>

(* It does not matter to the rest when the reply comes: the command runs when RunsLate lets it. *)
SendsFillOrRefresh(x) ==
  /\ readers[x].step = "loaded"
  /\ Sent([Command(IF readers[x].seen = NoId THEN "fill" ELSE "refresh", LeaseToken(x, readers[x].loads)) EXCEPT
             !.stamp = readers[x].stamp, !.seen = readers[x].seen, !.items = readers[x].items,
             !.hasValue = TRUE, !.fillId = <<x, readers[x].loads>>])
  /\ readers' = [readers EXCEPT ![x] = [IdleAfterOneMore(x) EXCEPT !.loads = readers[x].loads]]
  /\ UNCHANGED <<origin, replica, key, promised, writers, evictors, runs>>

-----------------------------------------------------------------------------
(* Writers: beginWrite, the origin write, finishWrite. *)

WriteToken(y) == <<y, writers[y].begins>>

BeginCommand(y) == Command("beginWrite", <<y, writers[y].begins + 1>>)

FinishCommand(y) ==
  [Command("finishWrite", WriteToken(y)) EXCEPT
     !.stamp = writers[y].stamp, !.items = writers[y].items, !.hasValue = writers[y].hasValue,
     !.fillId = WriteToken(y)]

MayBegin(y) == writers[y].step \in {"idle", "beginUnanswered"} /\ writers[y].begins < MaxBegins

(* A mistake. *)
ReadsBaseBeforeBegin(y) ==
  /\ BaseBeforeBegin
  /\ writers[y].step = "idle" /\ ~writers[y].hasBase
  /\ key.kind = "value" \/ WrittenValue = "readBack"
  /\ writers' = [writers EXCEPT ![y].base = IF WrittenValue = "readBack" THEN origin ELSE key.items,
                                ![y].hasBase = TRUE]
  /\ UNCHANGED <<origin, replica, key, promised, readers, evictors, network, runs>>

(* Acknowledged; also a second attempt after a lost reply. *)
BeginWrite(y) ==
  /\ MayBegin(y)
  /\ Answered(BeginCommand(y))
  /\ LET hasOlderBase == BaseBeforeBegin /\ writers[y].hasBase IN
     writers' = [writers EXCEPT ![y] =
       [@ EXCEPT !.step = "begun", !.begins = @ + 1, !.acknowledged = TRUE,
                 !.stamp = Stamp(BeginCommand(y).token),
                 !.hasBase = hasOlderBase \/ key.kind = "value" \/ WrittenValue = "readBack",
                 !.base = IF hasOlderBase THEN @ ELSE IF WrittenValue = "readBack" THEN origin ELSE key.items]]
  /\ UNCHANGED <<origin, replica, promised, readers, evictors>>

(* on-store-failure: degrade. The write goes on, and will keep no value. *)
BeginWriteUnanswered(y) ==
  /\ LostReplies
  /\ MayBegin(y)
  /\ Sent(BeginCommand(y))
  /\ writers' = [writers EXCEPT ![y].step = "beginUnanswered", ![y].begins = @ + 1]
  /\ UNCHANGED <<origin, replica, key, promised, readers, evictors, runs>>

(* The origin changes, and the value to keep is fixed. *)
Commit(y) ==
  /\ writers[y].step \in {"begun", "beginUnanswered"}
  /\ origin' = origin \cup {y}
  /\ LET trusted == writers[y].acknowledged \/ ValueWithoutBegin
         keeps == ValuesKept /\ trusted /\ (WrittenValue = "whole" \/ writers[y].hasBase)
         value == IF WrittenValue = "whole" THEN origin' ELSE writers[y].base \cup {y} IN
     writers' = [writers EXCEPT ![y] =
       [@ EXCEPT !.step = "committed", !.hasValue = keeps, !.items = IF keeps THEN value ELSE {},
                 !.base = {}, !.hasBase = FALSE]]
  /\ UNCHANGED <<replica, key, promised, readers, evictors, network, runs>>

Rollback(y) ==
  /\ writers[y].step \in {"begun", "beginUnanswered"}
  /\ writers' = [writers EXCEPT ![y] = [@ EXCEPT !.step = "rolledBack", !.base = {}, !.hasBase = FALSE]]
  /\ UNCHANGED <<origin, replica, key, promised, readers, evictors, network, runs>>

(* Acknowledged: the caller is told "done". *)
FinishWrite(y) ==
  /\ writers[y].step \in {"committed", "rolledBack", "finishJournalled"}
  /\ Answered(FinishCommand(y))
  /\ promised' = promised \cup ({y} \cap origin)
  /\ writers' = [writers EXCEPT ![y] = [@ EXCEPT !.step = "done", !.items = {}, !.hasValue = FALSE, !.stamp = 0]]
  /\ UNCHANGED <<origin, replica, readers, evictors>>

(* The journal takes over, with "finish with nothing". *)
FinishWriteUnanswered(y) ==
  /\ LostReplies
  /\ writers[y].step \in {"committed", "rolledBack"}
  /\ Sent(FinishCommand(y))
  /\ writers' = [writers EXCEPT ![y] = [@ EXCEPT !.step = "finishJournalled", !.items = {}, !.hasValue = FALSE]]
  /\ UNCHANGED <<origin, replica, key, promised, readers, evictors, runs>>

(* What a dead writer wrote is promised as if it had finished, if a begin of it was acknowledged. *)
Crash(y) ==
  /\ Crashes
  /\ writers[y].step \in {"begun", "beginUnanswered", "committed", "rolledBack", "finishJournalled"}
  /\ promised' = IF writers[y].acknowledged THEN promised \cup ({y} \cap origin) ELSE promised
  /\ writers' = [writers EXCEPT ![y] = [@ EXCEPT !.step = "dead", !.items = {}, !.hasValue = FALSE, !.stamp = 0,
                                                 !.base = {}, !.hasBase = FALSE]]
  /\ UNCHANGED <<origin, replica, key, readers, evictors, network, runs>>

(* The commit was sent, the connection is lost, the node lives. *)
CommitInDoubt(y) ==
  /\ Doubt # "neverArises"
  /\ writers[y].step = "begun"
  /\ writers' = [writers EXCEPT ![y] =
       [@ EXCEPT !.step = IF Doubt = "finishesAtOnce" THEN "inDoubt" ELSE "inDoubtLapsing",
                 !.base = {}, !.hasBase = FALSE]]
  /\ UNCHANGED <<origin, replica, key, promised, readers, evictors, network, runs>>

(* A mistake: finish with nothing before the origin has decided. *)
FinishWriteInDoubt(y) ==
  /\ writers[y].step = "inDoubt"
  /\ Answered(FinishCommand(y))
  /\ writers' = [writers EXCEPT ![y].step = "inDoubtFinished", ![y].stamp = 0]
  /\ UNCHANGED <<origin, replica, promised, readers, evictors>>

(* The origin decides. A writer that lets its intent lapse is as good as dead. *)
DoubtEnds(y) ==
  /\ writers[y].step \in {"inDoubt", "inDoubtFinished", "inDoubtLapsing"}
  /\ origin' \in {origin, origin \cup {y}}
  /\ writers' = [writers EXCEPT ![y].step = CASE @ = "inDoubt" -> "committed"
                                              [] @ = "inDoubtFinished" -> "done"
                                              [] @ = "inDoubtLapsing" -> "dead",
                                ![y].stamp = 0]
  /\ promised' = IF writers[y].step = "inDoubtLapsing" THEN promised \cup ({y} \cap origin') ELSE promised
  /\ UNCHANGED <<replica, key, readers, evictors, network, runs>>

(* A mistake: renewWrite must never create. *)
RenewWriteByBegin(y) ==
  /\ RenewalCreates
  /\ writers[y].step \in {"begun", "committed"} /\ writers[y].acknowledged
  /\ LET begin == Command("beginWrite", WriteToken(y)) IN
     /\ After(key, begin) # key
     /\ MayRun(begin)
     /\ key' = After(key, begin)
     /\ runs' = RunsAfter(begin)
     /\ writers' = [writers EXCEPT ![y].stamp = Stamp(begin.token)]
  /\ UNCHANGED <<origin, replica, promised, readers, evictors, network>>

-----------------------------------------------------------------------------
(* Evictors, strangers, time and memory. *)

ChangeOrigin(z) ==
  /\ evictors[z] = "idle"
  /\ origin' = origin \cup {z}
  /\ evictors' = [evictors EXCEPT ![z] = "changed"]
  /\ UNCHANGED <<replica, key, promised, readers, writers, network, runs>>

Evict(z) ==
  /\ evictors[z] = "changed"
  /\ Answered(Command("evict", <<z, 1>>))
  /\ promised' = promised \cup {z}
  /\ evictors' = [evictors EXCEPT ![z] = "done"]
  /\ UNCHANGED <<origin, replica, readers, writers>>

(* A plain DEL knows nothing of intents and hold-offs. *)
StrangerChangesAndDeletes(f) ==
  /\ f \notin origin
  /\ key.kind = "intent" => IntentsLost
  /\ key.kind # "holdOff" /\ ~LaggingReplica
  /\ origin' = origin \cup {f}
  /\ key' = Nothing
  /\ promised' = promised \cup {f}
  /\ UNCHANGED <<replica, readers, writers, evictors, network, runs>>

(* A life ends, the memory policy removes a record, a lease is released. A
   hold-off is longer than the replica's lag. *)
Expiry ==
  /\ \/ key.kind \in {"value", "lease"}
     \/ key.kind = "intent" /\ IntentsLost
     \/ key.kind = "holdOff" /\ key.held \subseteq replica
  /\ key' = Nothing
  /\ UNCHANGED <<origin, replica, promised, readers, writers, evictors, network, runs>>

(* Whose time may be over. A living writer renews its entry; the entry of a
   begin that nobody knows of is renewed by nobody. An intent's life is longer
   than the replica's lag. *)
MayLapse(token) ==
  LET y == token[1] IN
  /\ LaggingReplica => {y} \cap origin \subseteq replica
  /\ \/ token # WriteToken(y) \/ ~writers[y].acknowledged \/ writers[y].step \in {"done", "dead"}
     \/ Lapse = "ofAnybody"
     \/ Lapse = "afterCommit" /\ writers[y].step \in {"committed", "rolledBack", "finishJournalled"}

(* Every script drops the writers whose time is over before it does anything else. *)
EntryLapses ==
  /\ key.kind = "intent"
  /\ \E entry \in key.entries : MayLapse(entry.token) /\ key' = WithoutEntry(key, entry)
  /\ UNCHANGED <<origin, replica, promised, readers, writers, evictors, network, runs>>

ReplicaCatchesUp ==
  /\ LaggingReplica
  /\ replica # origin
  /\ replica' = origin
  /\ UNCHANGED <<origin, key, promised, readers, writers, evictors, network, runs>>

Next ==
  \/ \E x \in Readers :
       LeaseGranted(x) \/ LeaseUnanswered(x) \/ SeesStaleValue(x) \/ Load(x) \/ SendsFillOrRefresh(x)
  \/ \E y \in Writers :
       \/ ReadsBaseBeforeBegin(y) \/ BeginWrite(y) \/ BeginWriteUnanswered(y)
       \/ Commit(y) \/ Rollback(y) \/ FinishWrite(y) \/ FinishWriteUnanswered(y) \/ Crash(y)
       \/ CommitInDoubt(y) \/ FinishWriteInDoubt(y) \/ DoubtEnds(y) \/ RenewWriteByBegin(y)
  \/ \E z \in Evictors : ChangeOrigin(z) \/ Evict(z)
  \/ \E f \in Strangers : StrangerChangesAndDeletes(f)
  \/ Expiry \/ EntryLapses \/ ReplicaCatchesUp \/ RunsLate

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What must hold in every state. *)

(* FencedFill and CrashSafe: no value misses what an acknowledged eviction or
   finish, or a dead writer with an acknowledged begin, brought to the origin. *)
NoStaleAfterAck == key.kind = "value" => promised \subseteq key.items

Quiet ==
  /\ \A y \in Writers : \/ writers[y].step \in {"idle", "done"}
                        \/ writers[y].step = "dead" /\ (writers[y].acknowledged \/ y \notin origin)
  /\ \A z \in Evictors : evictors[z] # "changed"

(* NoOlderWriter: when all have finished, the value is the origin's. *)
Coherent == (Quiet /\ key.kind = "value") => key.items = origin

IsWritten == key.kind = "value" /\ key.id[1] \in Writers

MergeExact == (Quiet /\ WrittenValue = "merged" /\ IsWritten) => key.items = origin

NothingUncommitted == key.kind = "value" => key.items \subseteq origin

(* What a useful protocol reaches: TLC must refute these, or the rest says little. *)
NeverKept == ~IsWritten
NeverMerged == ~(IsWritten /\ Cardinality(key.items) = 2)
NeverFilledAfterAWrite == ~(key.kind = "value" /\ key.id[1] \in Readers /\ promised \cap Writers # {})

(* Nothing tells readers, or writers, apart: TLC may count such states as one. *)
Symmetry == Permutations(Readers) \cup Permutations(Writers)
=============================================================================
