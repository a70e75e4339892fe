internal import Foundation
internal import InteractionModel

/// What an account of a reading keeps in words: why somebody read, and what was asked for.
///
/// Both may name whoever was read about, so they go when any of these is erased. That needs no list
/// of who is named, which nobody could keep: the words are sealed by the very keys of what was read
/// or found. Read under one subject they stand in its part as they are; under several they are split
/// so that every share is needed (each but the last is random, the last is the words XOR all others).
/// Where an erasure destroys one of the keys nobody reads the words again, and it need not know of
/// the account: a key of the account's own would have to be found by whoever erases, through a list
/// of accounts by those they are about.
///
/// However many share the words, all do: where one record has no room for them, the account goes on
/// in the records behind it. Words that are about nobody have a key of their own, and so has the share
/// of whoever was erased before: it goes with their next erasure, or in time; see ``ExpiredWords``.
public enum AccountWords {
  /// How many subjects share words in one record at most: what it has room for.
  public static let limit = 48

  /// How many bytes the parts of an account may come to, and one part beside its share.
  private static let room = 48_000
  private static let partSize = 450

  /// How many shares of some words a record has room for.
  static func places(for content: JSONObject) -> Int {
    // In the sealed part a share is base64 twice.
    let share = content.canonicalBytes.count * 16 / 9
    return max(1, min(limit, room / (partSize + share)))
  }

  /// The parts of an account: one a subject.
  /// - Parameters:
  ///   - content: the words.
  ///   - subjects: whose erasure shall take them; at least one.
  /// - Returns: a part for each subject, in their order.
  static func parts(_ content: JSONObject, among subjects: [Subject]) -> [PersonalPart] {
    guard subjects.count > 1 else {
      return subjects.map { PersonalPart(subject: $0, content: content) }
    }
    var last = content.canonicalBytes
    var generator = SystemRandomNumberGenerator()
    return subjects.enumerated().map { index, subject in
      var share = last
      if index < subjects.count - 1 {
        share = last.map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        for place in last.indices { last[place] ^= share[place] }
      }
      return PersonalPart(
        subject: subject,
        content: [
          "share": .string(Data(share).base64EncodedString()), "of": .int(Int64(subjects.count)),
        ])
    }
  }
}
