internal import InteractionModel

// What the agency owes, and what is to come.

extension MatterView {
  /// Calls back, commitments and SLA clocks, each with its state and since when it has that, by when
  /// they were made.
  var promises: [JSONValue] {
    let clocks = history.touches.filter { $0.kind == .clock }
    var documents = course.standings.map { (moment: $0.first.moment, document: $0.document) }
    for name in StringSet(clocks.map { $0.name ?? "default" }).elements {
      let own = clocks.filter { ($0.name ?? "default") == name }
      guard let first = own.first, let last = own.last else { continue }
      var document: Document<PromiseField> = [
        .clock: .string(name), .kind: "sla", .position: .int(first.position.rawValue),
        .statedAt: .int(last.position.rawValue),
      ]
      document.put(.due, own.last { $0.id != nil }?.id)
      document.put(.since, last.time)
      document.put(.state, last.code)
      documents.append((first.moment, document))
    }
    return documents.sorted { $0.moment < $1.moment }.map(\.document.json)
  }

  /// Recordings and announced transcripts that have none yet, by position, each with the record
  /// that brought it, if one has.
  ///
  /// A transcript is of what it shares the attachment with or was caused by, else of the earliest
  /// in its conversation that still waits.
  var spoken: [(position: Position, completedBy: Position?)] {
    let spoken = history.touches.filter { $0.kind == .spoken }.sorted { $0.position < $1.position }
    var completedBy: [Position?] = spoken.map { _ in nil }
    let transcripts = history.touches.filter { $0.kind == .transcript }
    for transcript in transcripts.sorted(by: { $0.position < $1.position }) {
      var places = spoken.indices.filter { place in
        completedBy[place] == nil
          && (spoken[place].id != nil && spoken[place].id == transcript.id
            || spoken[place].name == transcript.code)
      }
      if places.isEmpty {
        let next = spoken.indices.first { place in
          completedBy[place] == nil && spoken[place].conversation == transcript.conversation
        }
        places = [next].compactMap { $0 }
      }
      for place in places {
        completedBy[place] = max(transcript.position, spoken[place].position)
      }
    }
    return zip(spoken, completedBy).map { ($0.position, $1) }
  }

  /// The names of what was asked for and not answered, and of what a receiver missed.
  /// - Parameter facts: those of the matter, apart by whose they are.
  /// - Returns: the names.
  func openQuestions(_ facts: KnownFacts) -> [String] {
    var keys = StringSet(facts.openQuestions())
    for handoff in handoffs {
      for step in handoff.steps where step.kind == .contextMissing {
        guard let key = step.code else { continue }
        let known = facts.facts().first { $0.name == key }
        if known.map({ $0.last.moment < step.moment }) ?? true { keys.insert(key) }
      }
    }
    return keys.elements
  }
}

extension PromiseCourse.Standing {
  /// The promise as its matter has it; what is not known is left out.
  fileprivate var document: Document<PromiseField> {
    var document: Document<PromiseField> = [
      .kind: .string(promise.code ?? promise.kind.rawValue),
      .position: .int(promise.moment.position.rawValue), .state: .string(state),
    ]
    document.put(.due, promise.due)
    document[.records] = records
    document.put(.since, outcome.map { $0.moment.text($0.said) })
    document[.statedAt] = outcome.map { .int($0.moment.position.rawValue) }
    return document
  }
}

extension PromiseOutcome {
  /// The row of an outcome whose promise stands in another matter; nil when it names none.
  var row: Row? {
    guard let promise else { return nil }
    var document: Document<PromiseField> = [
      .since: .string(moment.text(said)), .state: .string(state.rawValue),
      .statedAt: .int(moment.position.rawValue),
    ]
    document.put(.conversation, conversation)
    return Row(
      table: ContinuityHandoff.outcomes.name, key: String(moment.position.rawValue),
      values: [
        .text(promise), .text(kind.rawValue), ColumnValue(source), .integer(moment.sortable),
        .text(document.json.canonicalText),
      ])
  }
}
