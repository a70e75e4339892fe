internal import Compliance
internal import InteractionModel
internal import Projections

// What somebody wrote with a promise or with a step of a hand-off stands in the record of it. Folds do
// not look there, and nobody knows whether there is anything before it is opened.

extension Document {
  /// Where the words may stand that somebody wrote with it.
  fileprivate func words(at position: Field) -> JSONValue? { self[position].map(Self.words) }

  fileprivate static func words(_ position: JSONValue) -> JSONValue {
    ["position": position, "pointers": .array(TimelineEntry.written)]
  }
}

extension Document where Field == PromiseField {
  /// Where its record may say what was promised, or an earlier one that made it; nil of a clock.
  var saidWithIt: JSONValue? {
    guard self[.kind] != "sla", let last = self[.position] else { return nil }
    return .firstOf((self[.records]?.array ?? [last]).map(Self.words))
  }
}

extension Document where Field == StepField {
  /// The steps with which a hand-off comes to nothing, whose reasons are not that of the request.
  static var setbacks: Set<JSONValue> { ["rejected", "failed", "returned"] }

  /// Whether it is one of these.
  var isSetback: Bool { self[.what].map(Self.setbacks.contains) == true }

  /// Where its record may say why it was done; nil of those that the packet tells of.
  var saidWithIt: JSONValue? {
    ["requested", "prepared"].contains(self[.what]?.string) ? nil : words(at: .position)
  }
}

extension Document where Field == HandoffField {
  /// The last step with which it came to nothing, whose reason is not that of the request; nil where it
  /// went on since.
  var setback: Document<StepField>? {
    guard self[.status].map(Document<StepField>.setbacks.contains) == true else { return nil }
    return parts(.steps, of: StepField.self).last(where: \.isSetback)
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

  /// A reference that leads to words, or that which does of those that count otherwise; nil for any
  /// other.
  func said(at reference: JSONValue?) -> JSONValue? {
    if case .text = self[reference] { leading(reference) } else { nil }
  }
}
