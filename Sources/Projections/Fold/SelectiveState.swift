public import InteractionModel

/// A state that shows fields of one row without making whatever else its entity has.
///
/// Whoever asks about one row at many records asks for what those can have changed (see
/// ``FieldTrace``), so that a field that is long and stays the same is not made each time. It is
/// asked for rows of those tables only of which there are traces.
public protocol SelectiveState: FoldState {
  /// Fields of a row as people see them: members of its document.
  /// - Parameters:
  ///   - names: which ones at least; nil for all.
  ///   - key: the row's key.
  ///   - table: the row's table, of which rows have a document.
  ///   - context: who the entity is and whom parties belong to.
  /// - Returns: those of the fields that the row has; nil when there is no such row.
  func fields(
    _ names: Set<String>?, of key: String, in table: Table, _ context: RowContext
  ) -> JSONObject?
}
