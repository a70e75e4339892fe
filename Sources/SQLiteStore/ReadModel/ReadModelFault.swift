internal import EventLog
internal import GRDB
internal import InteractionModel

/// Runs a body on a read model's file and turns whatever it throws into a ``StorageFault``.
///
/// What is damaged or gone here need not come back from a copy: the log has it all.
/// - Parameters:
///   - action: what is being done.
///   - projection: which one to rebuild.
///   - body: works on the file.
/// - Returns: what `body` answers.
/// - Throws: ``StorageFault``.
func faulting<Value>(
  _ action: String, rebuilding projection: String, _ body: () throws -> Value
) throws(StorageFault) -> Value {
  do {
    return try body()
  } catch {
    let fault = SQLiteFile.fault(error, doing: action)
    let what: String
    switch (fault.code, error) {
    // The forms that are known are those of the store's other files.
    case (.schema, _): what = "is of an unknown form"
    case (_, is StorageFault): throw fault
    case (.corrupt, _): what = "is damaged"
    case (.missing, _): what = "is gone"
    // Nothing is wrong with what the file holds: building it again would meet the same.
    case (.io, is DatabaseError), (.missing, is DatabaseError):
      throw StorageFault(
        code: .io, reason: "cannot \(action): its file cannot be read or written",
        remedy: "check the disk and its free space, and who may write there, and run it again",
        cause: fault.cause)
    // A statement that does not fit: the page that names the tables is not what was written.
    case (_, let error as DatabaseError) where error.resultCode == .SQLITE_ERROR:
      what = "has lost a table"
    default: throw fault
    }
    throw StorageFault(
      code: fault.code == .missing ? .missing : .corrupt,
      reason: "cannot \(action): the file \(what)",
      remedy: "build it again with \(.rebuild(projection))", cause: fault.cause ?? fault.reason)
  }
}
