internal import EventLog
public import InteractionModel
internal import Search

extension Reader {
  /// The records whose sealed parts hold no words, but for what their sources call them: nobody who
  /// states a purpose would read anything there.
  ///
  /// The full-text index knows which records have words, so that nothing is opened to tell. Of what it
  /// has not come to, and where none can be trusted, nobody knows; an edit's words are those of its
  /// message.
  /// - Parameter records: some records that stay closed.
  /// - Returns: the positions of those that are known to hold none.
  public func wordless(among records: [Record]) -> Set<Position> {
    let sealed = records.filter {
      $0.sealedCount > 0 && $0.type != .messageEdited && !$0.type.isReserved
    }
    guard !sealed.isEmpty, let index = try? store.indexes().serving(),
      (try? index.requireSound(for: store.events)) != nil,
      let end = try? index.state().checkpoint.position
    else { return [] }
    let known = Set(sealed.map(\.position).filter { $0 <= end })
    guard let documents = try? index.documents(at: known.sorted()) else { return [] }
    return known.subtracting(documents.map(\.position))
  }
}
