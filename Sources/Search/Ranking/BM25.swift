internal import Foundation

/// The formula by which every index ranks what it finds: BM25 over the whole index, with the
/// constants and the lower bound that SQLite's full-text tables have.
///
/// What a search looks for is in groups: a word with all its forms, a phrase, or a beginning; each
/// counts as one word. What is written twice counts once, what must not be there not at all.
///
/// Inlined into the stores' loops, which run it for every document that is found.
package enum BM25 {
  /// How soon more of a word make no difference any more.
  @inlinable package static var k1: Double { 1.2 }
  /// How much the length of a document matters.
  @inlinable package static var b: Double { 0.75 }

  /// The inverse document frequency of a group.
  /// - Parameters:
  ///   - documents: how many there are.
  ///   - found: how many have it.
  /// - Returns: the weight, above 0.
  package static func weight(documents: Int64, found: Int64) -> Double {
    let weight = log((Double(documents) - Double(found) + 0.5) / (Double(found) + 0.5))
    return weight > 0 ? weight : 1e-6
  }

  /// How much a document's length takes away: its share of the average, within ``b``.
  /// - Parameters:
  ///   - length: how many words it has.
  ///   - averageLength: how many words a document has on average, above 0.
  /// - Returns: what is added to the frequency of each group in ``score(_:weight:saturation:)``.
  @inlinable package static func saturation(length: Int, averageLength: Double) -> Double {
    k1 * (1 - b + b * Double(length) / averageLength)
  }

  /// What a group brings to the score of a document.
  /// - Parameters:
  ///   - frequency: how often the document has it.
  ///   - weight: of the group.
  ///   - saturation: of the document.
  /// - Returns: the summand.
  @inlinable package static func score(_ frequency: Double, weight: Double, saturation: Double)
    -> Double
  {
    weight * (frequency * (k1 + 1)) / (frequency + saturation)
  }
}
