public import InteractionModel

extension Record {
  /// The keys of the parts by which somebody's words are shown to whoever opens the record: those of
  /// all parts.
  ///
  /// Of the account of a reading those of whom that reading showed, which come first: who shares its
  /// words beside them was only found. Older accounts do not tell them apart.
  /// - Returns: the keys in the order of the parts.
  /// - Throws: ``/InteractionModel/RecordError`` when the parts cannot be read.
  package func shownKeys() throws(RecordError) -> [String] {
    let keys = try sealedParts().map(\.key)
    guard type == .recordAccessed, let shown = body["shown"]?.int else { return keys }
    return Array(keys.prefix(Int(clamping: shown)))
  }
}
