internal import Compliance
internal import InteractionModel
internal import Projections

// What somebody wrote with a promise or with a step of a hand-off stands in the record of it. Folds do
// not look there, and nobody knows whether there is anything before it is opened.

extension Document {
  /// Where the words may stand that somebody wrote with it.
  fileprivate func words(at position: Field) -> JSONValue? {
    self[position]?.int.map { ["position": .int($0), "pointers": .array(TimelineEntry.written)] }
  }
}

extension Document where Field == PromiseField {
  /// Where its record may say what was promised; nil of a clock.
  var saidWithIt: JSONValue? { self[.kind] == "sla" ? nil : words(at: .position) }
}

extension Document where Field == StepField {
  /// Where its record may say why it was done; nil of those that the packet tells of.
  var saidWithIt: JSONValue? {
    ["requested", "prepared"].contains(self[.what]?.string) ? nil : words(at: .position)
  }
}

extension Document where Field == ResolutionField {
  /// Where its record may say how the case was settled; a closing often says nothing of it.
  var saidWithIt: JSONValue? {
    self[.position]?.int.map { position in
      ["position": .int(position), "pointers": ["/resolution"]]
    }
  }
}

extension OpenedReferences {
  /// Promises with where the words of those stand that are open.
  func adding(to promises: [Document<PromiseField>]) -> [Document<PromiseField>] {
    promises.map { promise in
      var promise = promise
      promise[.words] = said(at: promise.saidWithIt)
      return promise
    }
  }

  /// Steps with where the words of those stand that are open.
  func adding(to steps: [Document<StepField>]) -> [Document<StepField>] {
    steps.map { step in
      var step = step
      step[.words] = said(at: step.saidWithIt)
      return step
    }
  }

  /// A reference that leads to words; nil for any other.
  func said(at reference: JSONValue?) -> JSONValue? {
    if case .text = self[reference] { reference } else { nil }
  }
}
