internal import EventLog
public import InteractionModel
internal import Search
@_spi(Opening) internal import Vault

extension AccessGate {
  /// Whether the parts of a record say anything, for whoever counts texts and is told nothing of them.
  public enum TextPresence: Sendable, Hashable {
    /// There is something to read.
    case text
    /// There is nothing to read, or nothing that was not erased.
    case nothing
    /// Some of it cannot be opened although it was not erased.
    case unavailable
  }

  /// Looks whether records say anything.
  ///
  /// No account is written: nothing of what they say is told.
  /// - Parameter records: the records.
  /// - Returns: what was found of each, in order.
  /// - Throws: ``DisclosureRefusal/noPurpose``, or ``/EventLog/StorageFault``.
  public func presence(of records: [Record]) throws -> [TextPresence] {
    guard let key else { throw DisclosureRefusal.noPurpose }
    return try key.log.open(records, checksRoots: false).map { parts -> TextPresence in
      let text = SearchText(parts)
      guard text.unavailability == nil else { return .unavailable }
      return text.text.isEmpty ? .nothing : .text
    }
  }
}
