internal import Foundation
public import InteractionModel
public import Vault

extension AccountWords {
  /// The words of an account from its opened parts.
  /// - Parameter parts: all parts of one `record.accessed`.
  /// - Returns: the words; nil when any of the shares cannot be read, for good once whoever it
  ///   belongs to was erased.
  public static func read(_ parts: [OpenedPart]) -> JSONObject? {
    var shares: [[UInt8]] = []
    var count = 1
    for part in parts {
      guard case .opened(let content) = part.result else { return nil }
      guard let text = content["share"]?.string, let of = content["of"]?.int else {
        return parts.count == 1 ? content : nil
      }
      guard let share = Data(base64Encoded: text) else { return nil }
      count = Int(clamping: of)
      shares.append(Array(share))
    }
    guard let first = shares.first, shares.count == count,
      shares.allSatisfy({ $0.count == first.count })
    else { return nil }
    let bytes = shares.dropFirst().reduce(into: first) { words, share in
      for place in words.indices { words[place] ^= share[place] }
    }
    return (try? JSONValue(parsing: bytes))?.object
  }
}
