public import InteractionModel

extension Document where Field == FactField {
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
