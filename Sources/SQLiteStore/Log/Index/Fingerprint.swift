internal import Foundation
internal import InteractionModel

/// 64-bit keys of ids and names: small, spread evenly, and confirmed against the thing itself.
enum Fingerprint {
  /// The key of an event id.
  ///
  /// Both halves count: ids may be ordered by time, or differ at their end
  /// only.
  static func of(_ id: EventID) -> UInt64 { mix(id.high ^ mix(id.low)) }

  /// The key of a stream's or an entity's name: FNV-1a over its bytes, mixed.
  static func of(_ name: EntityName) -> UInt64 {
    mix(hash(name.text, from: name.prefixHash))
  }

  /// The key of a small number: no two numbers have the same.
  static func of(_ number: Int64) -> UInt64 { mix(UInt64(bitPattern: number)) }

  /// Goes on hashing with the bytes of a text.
  static func hash(_ text: String, from start: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
    var text = text
    return text.withUTF8 { bytes in
      var hash = start
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      return hash
    }
  }

  /// The finaliser of SplitMix64, which no two numbers leave as the same.
  private static func mix(_ number: UInt64) -> UInt64 {
    var mixed = number &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The name of a stream or entity in two pieces, so that it need not be put together to be found.
struct EntityName {
  /// `conversation-` and the like; empty when ``text`` is the whole name.
  let prefix: String
  let text: String
  /// The hash of the prefix, where that of the text goes on.
  fileprivate let prefixHash: UInt64

  /// A whole name.
  init(_ name: String) {
    self.init("", name, Fingerprint.hash(""))
  }

  private init(_ prefix: String, _ text: String, _ hash: UInt64) {
    self.prefix = prefix
    self.text = text
    prefixHash = hash
  }

  /// The name of a conversation.
  static func conversation(_ id: String) -> EntityName {
    EntityName("conversation-", id, conversationHash)
  }

  /// The name of a case.
  static func `case`(_ id: String) -> EntityName { EntityName("case-", id, caseHash) }

  /// The name of a party.
  static func party(_ id: String) -> EntityName { EntityName("party-", id, partyHash) }

  private static let conversationHash = Fingerprint.hash("conversation-")
  private static let caseHash = Fingerprint.hash("case-")
  private static let partyHash = Fingerprint.hash("party-")

  /// The name in one piece.
  var whole: String { prefix.isEmpty ? text : prefix + text }

  /// Whether it is a name that is given in one piece.
  func isSame(as name: String) -> Bool {
    if prefix.isEmpty { return name == text }
    var (name, text) = (name, text)
    return name.withUTF8 { name in
      text.withUTF8 { text in
        guard name.count == prefix.utf8.count + text.count, let start = name.baseAddress else {
          return false
        }
        guard let other = text.baseAddress else { return true }
        return memcmp(start + prefix.utf8.count, other, text.count) == 0
      } && name.starts(with: prefix.utf8)
    }
  }
}
