public import InteractionModel

extension StorageFault {
  /// The fault of a log whose records have another format than those that this program reads.
  /// - Parameters:
  ///   - format: the format that its birth record names; 0 when it names none.
  ///   - log: which log.
  /// - Returns: the fault, `schema`.
  public static func otherFormat(_ format: Int64, of log: String) -> StorageFault {
    let known = Int64(RecordLine.formatVersion)
    let remedy: Remedy =
      format < known
      ? """
      keep it for the program that made it, and import the sources anew into a store in another \
      directory, made by \(.initialize)
      """
      : "use the newer program that made it"
    return StorageFault(
      code: .schema,
      reason: "the records of \(log) have format \(format), and this program reads format \(known)",
      remedy: remedy)
  }
}
