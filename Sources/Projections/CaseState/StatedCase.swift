internal import InteractionModel

/// What case events said about one case.
struct StatedCase: FieldwiseCodable, Sendable, Hashable {
  /// The case they speak of; empty when they name none.
  var id = ""

  var status = Latest<String>()
  var department = Latest<String>()
  var owner = Latest<String>()
  var queue = Latest<String>()
  var priority = Latest<String>()
  /// As the source said it; empty when it was taken back.
  var due = Latest<String>()
  var service = Latest<String>()
  /// The department of the envelope, for sources that say it nowhere else.
  var envelopeDepartment = Latest<String>()

  /// When it was opened; the value is the time as the source said it.
  var opened = Earliest<String>()
  /// The record that says so.
  var openedBy = EventID(high: 0, low: 0)
  /// When it ended and went on, by (effective time, position).
  var turns: [CaseTurn] = []
  /// By (effective time, position).
  var resolutions: [Resolution] = []
  /// By name.
  var clocks: [SLAClock] = []

  /// How often it was reopened after it had ended.
  var reopens: Int64 { turns.reopenings(isOpened: opened.value != nil) }

  /// When it was last closed or resolved; nil when it never was.
  var ended: CaseTurn? { turns.last(where: \.isEnd) }

  /// When it is due, as the source said it; nil when it is not, or no longer.
  var dueTime: String? { due.value.flatMap { $0.isEmpty ? nil : $0 } }

  mutating func add(_ turn: CaseTurn) {
    var turn = turn
    turn.moment = turns.settled(turn.moment, by: \.moment)
    turns.insert(turn, by: \.moment)
  }

  mutating func add(_ resolution: Resolution) {
    var resolution = resolution
    resolution.moment = resolutions.settled(resolution.moment, by: \.moment)
    resolutions.insert(resolution, by: \.moment)
  }

  /// Changes the clock of a name, which is made when there is none.
  mutating func withClock(_ name: String, _ change: (inout SLAClock) -> Void) {
    change(&clocks[clocks.place(of: name, by: \.name) { SLAClock(name: $0) }])
  }

  /// Takes what events about another case said.
  mutating func take(_ other: StatedCase) {
    status.take(other.status)
    department.take(other.department)
    owner.take(other.owner)
    queue.take(other.queue)
    priority.take(other.priority)
    due.take(other.due)
    service.take(other.service)
    envelopeDepartment.take(other.envelopeDepartment)
    opened.take(other.opened)
    if opened.moment == other.opened.moment { openedBy = other.openedBy }
    for turn in other.turns { add(turn) }
    for resolution in other.resolutions { add(resolution) }
    for clock in other.clocks {
      withClock(clock.name) { own in
        own.state.take(clock.state)
        own.since.take(clock.since)
        own.due.take(clock.due)
      }
    }
  }

  /// The worst of the clocks; nil when there are none.
  var slaState: String? {
    let states = clocks.compactMap(\.state.value)
    return ["breached", "running", "paused", "met"].first(where: states.contains)
  }

  /// Whether the case ended before it began, as far as the source gave times that can be compared.
  ///
  /// A day is not before a time on it.
  var endsBeforeItOpens: Bool {
    guard let opened = opened.value.flatMap({ Timestamp($0)?.instant }),
      let ended = ended.flatMap({ Timestamp($0.said)?.end })
    else { return false }
    return ended < opened
  }

  /// What is odd about its times.
  var flags: [CaseFlag] {
    var flags: [CaseFlag] = []
    if endsBeforeItOpens { flags.append(.closedBeforeOpened) }
    if opened.value == "" { flags.append(.openedAsRecorded) }
    if status.value == "closed", ended?.said == "" { flags.append(.closedAsRecorded) }
    return flags
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&id, &openedBy, &department, &envelopeDepartment)
    try fields(&clocks, &turns, &owner, &priority)
    try fields(&queue, &resolutions, &status, &opened)
    try fields(&due, &service)
  }
}
