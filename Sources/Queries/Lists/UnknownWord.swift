/// A word of a question that nothing is called by, and the nearest of those that something is.
///
/// Whoever asked made a mistake: a list that is empty because of a typing error would be believed.
public struct UnknownWord: Error, Sendable, Hashable {
  /// What it should be the name of: `status`, `department`.
  public let kind: String
  /// The word.
  public let word: String
  /// The known words that are most like it, the nearest first; empty when there are none at all.
  public let nearest: [String]

  /// What a word of a closed set means.
  /// - Parameters:
  ///   - word: the word.
  ///   - kind: what it should be the name of.
  ///   - name: how a value is called.
  /// - Returns: the value of that name.
  /// - Throws: ``UnknownWord`` when there is none.
  public static func value<Value: CaseIterable>(
    _ word: String, _ kind: String, _ name: (Value) -> String
  ) throws(UnknownWord) -> Value {
    if let value = Value.allCases.first(where: { name($0) == word }) { return value }
    throw UnknownWord(kind, word, among: Value.allCases.map(name))
  }

  /// What a word of a closed set means that is written as it is stored.
  /// - Parameters:
  ///   - word: the word.
  ///   - kind: what it should be the name of.
  /// - Returns: the value of that name.
  /// - Throws: ``UnknownWord`` when there is none.
  public static func value<Value: CaseIterable & RawRepresentable<String>>(
    _ word: String, _ kind: String
  ) throws(UnknownWord) -> Value {
    try value(word, kind, \.rawValue)
  }

  /// A word that is none of some.
  init(_ kind: String, _ word: String, among known: [String]) {
    var nearest = NearestWords(to: word)
    known.forEach { nearest.take($0) }
    self.init(kind, word, nearest)
  }

  init(_ kind: String, _ word: String, _ nearest: NearestWords) {
    self.kind = kind
    self.word = word
    self.nearest = nearest.words
  }
}
