internal import Foundation
internal import InteractionModel
internal import ProjectionEngine

/// The ids that a text spells: their letters in either case and their digits, whatever parts them in
/// the text and in the id.
struct SpelledIDs {
  /// Letters, small, and digits.
  private let signs: [UInt8]

  /// The ids of a text; nil when it spells none: it has no letter or digit, letters that no id has, or
  /// is a mail address.
  init?(_ text: String) {
    guard text.utf8.count <= 512 else { return nil }
    let text = text.precomposedStringWithCompatibilityMapping
    guard !text.contains("@"),
      !text.contains(where: { !$0.isASCII && ($0.isLetter || $0.isNumber) })
    else { return nil }
    signs = text.utf8.filter(SpelledIDs.isSign).map(SpelledIDs.small)
    guard (1...128).contains(signs.count) else { return nil }
  }

  /// Whether an id is spelled by the whole text.
  func isWhole(_ id: String) -> Bool {
    id.utf8.lazy.filter(SpelledIDs.isSign).map(SpelledIDs.small).elementsEqual(signs)
  }

  /// The ids of a kind that begin as the text is spelled, in the order of their bytes.
  ///
  /// Ids are in a table in that order: of each beginning that there is, a few looks tell with which of
  /// the next sign's cases, or with what parting sign, ids go on.
  /// - Parameters:
  ///   - place: where the ids are.
  ///   - limit: how many at most.
  /// - Returns: the ids.
  /// - Throws: ``/EventLog/StorageFault`` when the read model cannot be read.
  func ids(in place: EntityNames.Place, limit: Int) throws -> [String] {
    var found: [String] = []
    try walk([], 0, place, limit, &found)
    return found
  }

  private func walk(
    _ start: [UInt8], _ count: Int, _ place: EntityNames.Place, _ limit: Int,
    _ found: inout [String]
  ) throws {
    guard count < signs.count else {
      found += try SpelledIDs.rows(from: start, place, limit - found.count)
        .prefix { $0.utf8.starts(with: start) }
      return
    }
    let capital = SpelledIDs.isLetter(signs[count]) ? [signs[count] & 0xDF] : []
    var next = (SpelledIDs.parting + [signs[count]] + capital).sorted()[...]
    while let sign = next.popFirst(), found.count < limit {
      let beginning = start + [sign]
      guard let id = try SpelledIDs.rows(from: beginning, place, 1).first,
        id.utf8.starts(with: start)
      else { return }
      let there = id.utf8.dropFirst(start.count).first ?? sign
      if there == sign {
        try walk(
          beginning, SpelledIDs.isSign(sign) ? count + 1 : count, place, limit, &found)
      } else {
        // Nothing goes on with what comes before that.
        next = next.drop { $0 < there }
      }
    }
  }

  /// The first ids that do not come before some bytes.
  private static func rows(
    from bytes: [UInt8], _ place: EntityNames.Place, _ limit: Int
  ) throws -> [String] {
    guard let last = bytes.last else { return [] }
    // Behind all that begin with the sign before: no id has a sign as high as the last of ASCII.
    let before = String(decoding: bytes.dropLast() + [last - 1, 0x7F], as: UTF8.self)
    return try place.model.rows(place.table, where: [], after: before, limit: limit).map(\.key)
  }

  /// What an id has between letters and digits.
  private static let parting = Array("-.:_".utf8)

  private static func isSign(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(small(byte))
  }

  private static func small(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
