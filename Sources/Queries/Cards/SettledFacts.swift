internal import Compliance
internal import InteractionModel
internal import Projections

// A fold does not see what is sealed: a record that gives a fact may have its value, or no more than what
// its source calls it. Where several may have it, whoever opens them knows which does.

extension Document where Field == FactField {
  /// The statements that may have its value, the last one first.
  var places: [Document<FactField>] {
    let places = parts(.values, of: FactField.self)
    return places.isEmpty && self[.value] != nil ? [self] : places
  }

  /// Where its value may stand, the last place first.
  var valuePositions: [Int64] {
    places.compactMap { $0.part(.value, of: ReferenceField.self)?[.position]?.int }
  }

  /// The fact with the place of its value alone: that the others stay closed as well keeps nothing more
  /// from anybody.
  var plain: Self {
    var plain = self
    plain[.values] = nil
    return plain
  }

  /// The statements beside that one which may have its value.
  var others: [JSONValue] { self[.values]?.array ?? [] }

  /// Where its value stands, or may: the last place that leads to something counts.
  var valueReference: JSONValue? { .firstOf(places.compactMap { $0[.value] }) }

  /// Whether a statement that may have its value only confirms what was known.
  var isConfirmation: Bool { self[.state] == "confirmed" }

  /// The fact with the value of one of its statements, and with who said that.
  fileprivate func taking(_ place: Document<FactField>) -> Document<FactField> {
    var fact = self
    for field in [
      FactField.by, .channel, .conversation, .flags, .position, .time, .value, .verified,
    ] {
      fact[field] = place[field]
    }
    // Who confirmed it and who gave it are one then.
    if fact.part(.confirmed, of: FactField.self)?[.position] == place[.position] {
      fact[.confirmed] = nil
    }
    return fact
  }
}

extension OpenedReferences {
  /// A fact with the value that was said last, as far as it is open.
  ///
  /// Who confirmed the value that was known did not give it; who confirmed another one did. A
  /// confirmation that was erased or redacted says nothing any more. What nobody gave a value that
  /// counts, may be asked for.
  /// - Parameter fact: with all places in which its value may stand.
  /// - Returns: the fact with the one in which it does.
  func settled(_ fact: Document<FactField>) -> Document<FactField> {
    let places = fact.places
    guard !places.isEmpty else { return fact }
    var settled = fact
    settled[.values] = nil
    guard let chosen = chosen(among: places) else {
      settled[.value] = nil
      if !settled.isTold { settled[.stale] = true }
      return settled
    }
    return fact[.values] == nil ? settled : settled.taking(places[chosen])
  }

  /// The place that has the value that was said last, where whoever gave it first without a break.
  private func chosen(among places: [Document<FactField>]) -> Int? {
    let contents = places.map { self[$0[.value]] }
    func isGone(_ place: Int) -> Bool {
      places.count > 1 && places[place].isConfirmation
        && [.withheld("erased"), .withheld("redacted")].contains(contents[place])
    }
    let telling = places.indices.filter { contents[$0] != .nothing && !isGone($0) }
    guard let last = telling.first else { return nil }
    var chosen = last
    for place in telling.dropFirst() {
      guard places[chosen].isConfirmation, contents[place].isSame(as: contents[last]) else { break }
      chosen = place
    }
    return chosen
  }

  /// A document with the facts in one of its lists settled, and of what may be asked for then nothing in
  /// the list of what not to ask.
  func settling<Field>(
    _ facts: Field, _ names: Field, in document: Document<Field>
  ) -> Document<Field> {
    guard document[facts] != nil else { return document }
    var document = document
    let all = document.parts(facts, of: FactField.self).map(settled)
    document[facts] = .array(all.map(\.json))
    return document.without(staleOf: all, in: names)
  }
}

extension OpenedReferences.Content {
  /// Whether both say the same, however it is spelled; of what stays closed, whether it does for the same
  /// reason.
  fileprivate func isSame(as other: Self) -> Bool {
    guard case .text(let texts) = self, case .text(let others) = other else { return self == other }
    func signs(_ texts: [OpenedReferences.Text]) -> String {
      texts.map(\.text).joined().lowercased().filter { $0.isLetter || $0.isNumber }
    }
    return self == other || !signs(texts).isEmpty && signs(texts) == signs(others)
  }
}

extension Document {
  /// The document without the names of those facts in one of its lists that may be asked for.
  func without(staleOf facts: [Document<FactField>], in names: Field) -> Document {
    guard self[names] != nil else { return self }
    let stale = Set(facts.filter { $0[.stale] == true }.map(\.name))
    var rest = self
    rest[names] = .array(texts(names).filter { !stale.contains($0) }.map(JSONValue.string))
    return rest
  }
}
