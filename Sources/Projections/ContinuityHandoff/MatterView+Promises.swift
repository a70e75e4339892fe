internal import InteractionModel

// What the agency owes, and what is to come.

extension MatterView {
  /// Calls back, commitments and SLA clocks, each with its state and since when it has that, by when
  /// they were made.
  var promises: [JSONValue] {
    let promises = history.touches.filter { $0.kind == .promise }
    var outcomes: [String: Touch] = [:]
    for outcome in history.touches where outcome.kind == .promiseOutcome {
      if let id = promise(of: outcome, among: promises, outcomes) { outcomes[id] = outcome }
    }
    let clocks = history.touches.filter { $0.kind == .clock }
    var documents: [(moment: Moment, document: Document<PromiseField>)] = promises.map { promise in
      let outcome = promise.id.flatMap { outcomes[$0] }
      var document: Document<PromiseField> = [
        .position: .int(promise.position.rawValue),
        .state: .string(outcome?.code ?? "open"),
      ]
      document.put(.due, promise.code)
      document.put(.kind, promise.name)
      document.put(.since, outcome?.time)
      return (promise.moment, document)
    }
    for name in StringSet(clocks.map { $0.name ?? "default" }).elements {
      let own = clocks.filter { ($0.name ?? "default") == name }
      guard let first = own.first, let last = own.last else { continue }
      var document: Document<PromiseField> = [
        .clock: .string(name), .kind: "sla", .position: .int(first.position.rawValue),
      ]
      document.put(.due, own.last { $0.id != nil }?.id)
      document.put(.since, last.time)
      document.put(.state, last.code)
      documents.append((first.moment, document))
    }
    return documents.sorted { $0.moment < $1.moment }.map(\.document.json)
  }

  /// The promise that an outcome is of: the one it names, else the last one of its kind that was
  /// open then.
  private func promise(
    of outcome: Touch, among promises: [Touch], _ outcomes: [String: Touch]
  ) -> String? {
    if let id = outcome.id, promises.contains(where: { $0.id == id }) { return id }
    let isCallback = outcome.name == "callback"
    return promises.last { promise in
      (promise.name == "callback") == isCallback && promise.moment < outcome.moment
        && promise.id.map { outcomes[$0] == nil } ?? false
    }?.id
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

  /// The keys that were asked for and not answered, and those that a receiver missed.
  var openQuestions: [String] {
    var keys = StringSet(history.facts.openQuestions())
    for handoff in handoffs {
      for step in handoff.steps where step.kind == .contextMissing {
        guard let key = step.code else { continue }
        let known = history.facts.facts().first { $0.key == key }
        if known.map({ $0.last.moment < step.moment }) ?? true { keys.insert(key) }
      }
    }
    return keys.elements
  }
}
