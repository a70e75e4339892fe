public import InteractionModel

extension Document where Field == FactField {
  /// What the fact is, and whose where it is not that of whom all is about: `name`, `name of p-2`; as
  /// lists of what not to ask have it.
  public var name: String {
    FactHistory.name(self[.key]?.string ?? "", of: self[.party]?.string)
  }

  /// What a ``name`` says of a fact, and nothing else: its key, and whose it is.
  public init(named name: String) {
    let (key, party) = FactHistory.parts(ofName: name)
    self = [.key: .string(key)]
    self[.party] = party.map(JSONValue.string)
  }

  /// Whether it says what a party needs, such as an interpreter or large print.
  public var isNeed: Bool { self[.key]?.string.map(ContinuityPolicy.needs.contains) ?? false }
}

extension Record {
  /// Whether it is a note that says, under seal, what a party needs.
  public var isNoteOfNeed: Bool {
    type == .noteAdded && sealedCount > 0
      && body["kind"]?.string.map(ContinuityPolicy.needs.contains) == true
  }
}
