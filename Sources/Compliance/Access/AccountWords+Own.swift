internal import Foundation
internal import InteractionModel

/// The words of accounts that showed nobody, whose erasure could take them, or somebody who was erased
/// before: each has a key of its own.
///
/// The keys stand together by the day on which they were made, so that what is past its time is found
/// by its name, and is destroyed as a whole.
extension AccountWords {
  private static let prefix = "access-words-"

  /// The subject of an account's own key.
  /// - Parameters:
  ///   - account: the account.
  ///   - party: who was erased before, and whose next erasure finds the key by this; nil for nobody.
  /// - Returns: the subject; another for each party.
  static func ownSubject(of account: EventID, about party: String? = nil) -> Subject {
    let participant = [account.description, party].compactMap(\.self).joined(separator: "/")
    return Subject(scope: scope(ofDay: day(of: .now)), participant: participant, party: party)
  }

  /// Where the keys are that were made on a day, counted from 1970 in UTC.
  static func scope(ofDay day: Int64) -> EntityKey {
    let date = Instant(microseconds: day * Instant.day).description.prefix(10)
    return EntityKey(.document, prefix + date)
  }

  /// The day of an instant.
  static func day(of instant: Instant) -> Int64 {
    Int64((Double(instant.microseconds) / Double(Instant.day)).rounded(.down))
  }

  /// Whether an entity is where such keys are.
  static func isScope(_ entity: EntityKey) -> Bool {
    entity.kind == .document && entity.id.hasPrefix(prefix)
  }

  /// Where the keys of a reader are, under which programs of before sealed the words of accounts.
  static func scope(ofReaders stream: StreamID) -> EntityKey {
    EntityKey(.document, stream.rawValue)
  }

  /// Whether an entity is where keys of accounts' words are, whichever program made them.
  static func isErasable(_ entity: EntityKey) -> Bool {
    entity.kind == .document && entity.id.hasPrefix("access-")
  }
}

extension Instant {
  /// Microseconds a day.
  fileprivate static let day: Int64 = 86_400_000_000

  /// What the clock of this machine says, by which keys are made.
  fileprivate static var now: Instant {
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}
