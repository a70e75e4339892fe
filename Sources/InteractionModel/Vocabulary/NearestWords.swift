/// The few words that are most like a given one, of all that go by: however many those are, no more
/// are kept.
package struct NearestWords {
  private static let limit = 3

  private let word: [Unicode.Scalar]
  private var best: [(distance: Int, word: String)] = []

  /// Nothing was looked at yet.
  /// - Parameter word: the word that something was called by.
  package init(to word: String) { self.word = NearestWords.plain(word) }

  /// The few of some words that are most like a given one, the nearest first.
  package static func words(to word: String, among known: some Sequence<String>) -> [String] {
    var nearest = NearestWords(to: word)
    known.forEach { nearest.take($0) }
    return nearest.words
  }

  /// Those of some words that a given one is a slip of the pen for: a letter or two are other ones, or,
  /// of a word of two, only in the other case.
  package static func slips(of word: String, among known: some Sequence<String>) -> [String] {
    let letters = NearestWords(to: word)
    let allowed = letters.word.count < 3 ? 0 : letters.word.count < 5 ? 1 : 2
    return known.filter { $0 != word && letters.distance(to: plain($0)) <= allowed }
  }

  /// The nearest first; of those that are as near the first in the order of letters.
  package var words: [String] { best.map(\.word) }

  /// Looks at one more.
  package mutating func take(_ candidate: String) {
    guard !best.contains(where: { $0.word == candidate }) else { return }
    let letters = NearestWords.plain(candidate)
    let isFull = best.count == NearestWords.limit
    if isFull, let last = best.last, abs(letters.count - word.count) > last.distance,
      !isPart(letters)
    {
      return
    }
    best.append((isPart(letters) ? 1 : distance(to: letters), candidate))
    best.sort { ($0.distance, $0.word) < ($1.distance, $1.word) }
    if isFull { best.removeLast() }
  }

  /// Letters without case; what joins words is a space.
  private static func plain(_ word: String) -> [Unicode.Scalar] {
    word.lowercased().unicodeScalars.map { ["_", "-", "."].contains($0) ? " " : $0 }
  }

  /// Whether one begins with the other, as names do that people shorten.
  private func isPart(_ letters: [Unicode.Scalar]) -> Bool {
    min(word.count, letters.count) > 2 && (letters.starts(with: word) || word.starts(with: letters))
  }

  /// How many letters must be put in, left out, replaced or exchanged with their neighbour to make
  /// one of the other (optimal string alignment).
  private func distance(to letters: [Unicode.Scalar]) -> Int {
    var (before, last) = ([Int](), Array(0...letters.count))
    for (row, letter) in word.enumerated() {
      var line = [row + 1]
      for (column, other) in letters.enumerated() {
        var steps = min(
          last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, line[column] + 1)
        if row > 0, column > 0, letter == letters[column - 1], word[row - 1] == other {
          steps = min(steps, before[column - 1] + 1)
        }
        line.append(steps)
      }
      (before, last) = (last, line)
    }
    return last[letters.count]
  }
}
