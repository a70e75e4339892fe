/// A SQLite result code other than success.
struct SQLiteFailure: Error, Equatable {
  let code: Int32
}
