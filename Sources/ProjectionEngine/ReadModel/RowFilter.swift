public import Projections

/// How rows are selected from a read model.
public enum RowFilter: Sendable, Hashable {
  /// The column holds this value.
  case equals(column: String, ColumnValue)
  /// The column holds one of these texts.
  case isAnyOf(column: String, Set<String>)
  /// The column's JSON array holds this text.
  case contains(column: String, String)
  /// The column is not null and at least this.
  case atLeast(column: String, ColumnValue)
  /// The column is not null and below this.
  case below(column: String, ColumnValue)
}
