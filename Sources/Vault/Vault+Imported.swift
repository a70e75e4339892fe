public import InteractionModel

extension Vault {
  /// Whether a file was imported to its end.
  /// - Parameter file: the id of its content, which ``minter`` made.
  /// - Returns: whether it was.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func hasImported(_ file: EventID) throws -> Bool {
    try store.hasImported(file)
  }

  /// Notes that a file was imported to its end.
  /// - Parameter file: the id of its content, which ``minter`` made.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be written.
  public func noteImported(_ file: EventID) throws {
    if try !store.hasImported(file) { try store.noteImported(file) }
  }
}
