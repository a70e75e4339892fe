internal import InteractionModel

/// Everything that was said about one fact, by (effective time, position).
///
/// Nothing is thrown away, so that a late delivery finds what stood before it and after it.
struct FactHistory: FieldwiseCodable, Sendable, Hashable {
  /// What the fact is: `name`, `address`, `account_number`, ….
  var key = ""
  /// Whose it is, where others' facts are known too and it is one of theirs; never in a state.
  private(set) var owner: String?
  /// When it was given, corrected or confirmed.
  private(set) var statements: [FactStatement] = []
  /// When it was marked stale.
  private(set) var marks: [FactMark] = []
  /// When it was asked for.
  private(set) var questions: [FactQuestion] = []

  mutating func take(_ statement: FactStatement) {
    statements.insert(statement, by: \.moment)
  }

  mutating func take(_ mark: FactMark) {
    marks.insert(mark, by: \.moment)
  }

  mutating func take(_ question: FactQuestion) {
    questions.insert(question, by: \.moment)
  }

  /// Forgets what was said at some places of the log.
  mutating func remove(_ positions: Set<Position>) {
    statements.removeAll { positions.contains($0.moment.position) }
  }

  /// What it is, and whose where it is another's: `name`, `name of p-2`.
  var name: String { FactHistory.name(key, of: owner) }

  /// What a fact is called, and whose where it is another's; no key has a space.
  static func name(_ key: String, of owner: String?) -> String {
    owner.map { "\(key) of \($0)" } ?? key
  }

  /// The key in the name of a fact, and whose it is.
  static func parts(ofName name: String) -> (key: String, owner: String?) {
    let words = name.split(separator: " ", maxSplits: 2)
    guard words.count == 3 else { return (name, nil) }
    return (String(words[0]), String(words[2]))
  }

  /// The history apart by whose fact it is.
  /// - Parameter owner: whose something is that was said; nil for whom all is about.
  /// - Returns: a history for each; one of what is a matter's own.
  func apart(by owner: (FactSource) -> String?) -> [FactHistory] {
    if ContinuityPolicy.factsOfMatters.contains(key) { return [self] }
    let sources = statements.map(\.source) + marks.map(\.source) + questions.map(\.source)
    return Set(sources.map(owner)).map { one in
      var own = self
      own.owner = one
      own.statements.removeAll { owner($0.source) != one }
      own.marks.removeAll { owner($0.source) != one }
      own.questions.removeAll { owner($0.source) != one }
      return own
    }
  }

  /// What says what the value is, of some statements: a correction that does not say to what takes back
  /// what was known, and a confirmation tells no value that nobody gave.
  private func telling(_ said: [FactStatement]) -> ArraySlice<FactStatement> {
    let start = said.lastIndex { $0.kind == .corrected && !$0.hasValue }.map { $0 + 1 } ?? 0
    return said[start...].drop { $0.kind == .confirmed && !$0.hasValue }
  }

  /// The place of the last correction of some statements: what was said before it holds no more.
  private func taken(_ said: [FactStatement]) -> Int {
    said.lastIndex { $0.kind == .corrected } ?? 0
  }

  /// The statements that were good at a moment: made before it, not marked stale between, younger than
  /// the policy's window, and of a value that is known.
  /// - Parameter moment: of a question.
  /// - Returns: the statements, the oldest first.
  func good(before moment: Moment) -> [FactStatement] {
    let mark = marks.last { $0.moment < moment }?.moment
    let window = ContinuityPolicy.window(of: key)
    return telling(statements.filter { $0.moment < moment }).filter { statement in
      if let mark, statement.moment < mark { return false }
      return moment.time.microseconds - statement.moment.time.microseconds < window
    }
  }

  /// The questions for what was known, the oldest first.
  var repeatAsks: [RepeatAsk] {
    questions.compactMap { question in
      let good = good(before: question.moment)
      return good.isEmpty ? nil : RepeatAsk(key: key, owner: owner, question: question, known: good)
    }
  }

  /// What is known of the fact; nil when nothing is.
  /// - Parameter moment: what comes after it is left out; nil leaves nothing out.
  /// - Returns: what is known.
  func known(at moment: Moment?) -> KnownFact? {
    func isIn(_ other: Moment) -> Bool { moment.map { !($0 < other) } ?? true }
    let said = statements.filter { isIn($0.moment) }
    guard let last = said.last else { return nil }
    // What was given without a value, as far as is recorded, leaves the one that was known before.
    let start =
      said.lastIndex { $0.kind == .corrected || $0.givesValue && $0.hasValue }
      ?? said.lastIndex(where: \.givesValue) ?? 0
    let mark = marks.last { isIn($0.moment) }
    let given = KnownFact.Place(said, start)
    var places = said.indices.filter { $0 >= taken(said) && said[$0].hasValue }.reversed()
      .prefix(KnownFact.placesKept).map { KnownFact.Place(said, $0) }
    if given.statement.hasValue, !places.contains(given) { places.append(given) }
    return KnownFact(
      key: key, owner: owner, hasValue: !telling(said).isEmpty, given: given.statement,
      places: places, confirmed: said[start...].last { $0.kind == .confirmed },
      last: last,
      isVerified: said[start...].contains(where: \.isVerified),
      markedStale: mark.flatMap { last.moment < $0.moment ? $0 : nil })
  }

  /// Whether it was asked for and nothing was said about it since.
  /// - Parameter moment: what comes after it is left out; nil leaves nothing out.
  /// - Returns: true when the question is open.
  func isOpen(at moment: Moment?) -> Bool {
    func isIn(_ other: Moment) -> Bool { moment.map { !($0 < other) } ?? true }
    guard let asked = questions.last(where: { isIn($0.moment) })?.moment else { return false }
    return !statements.contains { isIn($0.moment) && asked < $0.moment }
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&key, &marks, &questions, &statements)
  }
}
