/// The parts of a text that say by themselves whom or what it is about, wherever else they stand: two words
/// of a name, a number with the word beside it as in an address, a code.
///
/// A name is known by its capitals, so that of scripts without any there are none; words of a sentence that
/// happen to have one, each by itself, are none either. Sought in any spelling (``SpelledTexts``), more is
/// found than is meant.
public enum TellingParts {
  /// How many words that have capitals follow one another in a name or an address at most: more are a text
  /// in capitals.
  private static let longest = 5
  /// How many signs a code has at least, and how many digits.
  private static let (shortestCode, fewestDigits) = (5, 3)
  /// How many digits a number has at least that is somebody's: more than a date has.
  private static let longNumber = 9
  /// Words that are cut short before a name or in an address.
  private static let cutShort: Set<String> = ["dr", "jr", "mr", "mrs", "ms", "sr", "sra", "st"]
  /// What makes a date of a number beside it, in English and Spanish.
  private static let months: Set<String> = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
    "agosto", "septiembre", "octubre", "noviembre", "diciembre",
  ]
  /// Words between those of a name.
  private static let particles: Set<String> = [
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn",
    "la", "las", "le", "los", "van", "von", "y", "zu",
  ]

  /// The parts of a text.
  /// - Parameter text: any text.
  /// - Returns: the parts as they stand there; the text as a whole is none.
  public static func parts(of text: String) -> [String] {
    let tokens = SearchTokenizer.tokens(of: text)
    var found: [String] = []
    func words(at place: Range<Int>) -> Substring {
      let start = tokens[place.lowerBound].range(in: text).lowerBound
      return text[start..<tokens[place.upperBound - 1].range(in: text).upperBound]
    }
    func add(_ place: Range<Int>) {
      guard place.count < tokens.count else { return }
      let part = String(words(at: place))
      if !found.contains(part) { found.append(part) }
    }
    for (place, token) in tokens.enumerated() {
      let joined = token.forms.last { form in
        guard form.relation == .spelling, isCode(form.text) else { return false }
        let said = words(at: place..<min(place + form.span, tokens.count))
        // A word and a number are no code, nor is a number by itself, of which the digits tell.
        return !said.contains(where: \.isWhitespace)
          || !words(at: place..<place + 1).contains(where: \.isLowercase)
      }
      if let joined {
        add(place..<min(place + joined.span, tokens.count))
      } else if isCode(token.text) || token.kind == .digits && token.text.count >= longNumber {
        add(place..<place + 1)
      }
    }
    for run in runs(of: tokens, in: text) {
      var names = 0
      var hasNumber = false
      for (first, second) in zip(run, run.dropFirst()) {
        let (one, other) = (tokens[first], tokens[second])
        if one.kind == .digits { hasNumber = true } else { names += 1 }
        let tells =
          switch (one.kind == .digits, other.kind == .digits) {
          // What follows the number of a house without it is many people's.
          case (false, false): !hasNumber
          case (true, false): !months.contains(other.text)
          case (false, true): !months.contains(one.text) && (names > 1 || isLong(other.text))
          case (true, true): false
          }
        if tells { add(first..<second + 1) }
      }
    }
    return found
  }

  /// Whether a number has more digits than those of rooms, steps and days, and is no year.
  private static func isLong(_ number: String) -> Bool {
    number.utf8.count > 2 && !(number.utf8.count == 4 && ["19", "20"].contains(number.prefix(2)))
  }

  /// Numbers and words with a capital that follow one another, two at least, by their places; particles of
  /// names between them are passed over.
  private static func runs(of tokens: [SearchTokenizer.Token], in text: String) -> [[Int]] {
    var runs: [[Int]] = []
    var run: [Int] = []
    func end() {
      let hasWord = run.contains { tokens[$0].kind == .letters && tokens[$0].text.count > 1 }
      if (2...longest).contains(run.count), hasWord { runs.append(run) }
      run = []
    }
    for place in tokens.indices {
      let token = tokens[place]
      if let last = place > 0 ? place - 1 : nil, !run.isEmpty,
        !areBeside(tokens[last], token, in: text)
      {
        end()
      }
      if token.kind == .digits || startsWithCapital(token, in: text) {
        run.append(place)
      } else if run.isEmpty || !particles.contains(token.text) {
        end()
      }
    }
    end()
    return runs
  }

  private static func startsWithCapital(_ token: SearchTokenizer.Token, in text: String) -> Bool {
    guard token.kind == .letters, let first = text[token.range(in: text)].unicodeScalars.first
    else { return false }
    return first.properties.isUppercase || first.properties.generalCategory == .titlecaseLetter
  }

  /// Whether nothing stands between two words but what stands within a name or an address.
  private static func areBeside(
    _ token: SearchTokenizer.Token, _ next: SearchTokenizer.Token, in text: String
  ) -> Bool {
    let (before, after) = (token.range(in: text), next.range(in: text))
    guard before.upperBound <= after.lowerBound else { return true }
    var gap = text[before.upperBound..<after.lowerBound]
    let isCutShort = token.text.count == 1 || cutShort.contains(token.text)
    if gap.hasPrefix("."), isCutShort { gap = gap.dropFirst() }
    return gap.allSatisfy { " \u{A0}-‐'’".contains($0) }
  }

  /// Whether a word is a code: letters with digits behind them, which no date or time of day is.
  private static func isCode(_ word: String) -> Bool {
    word.utf8.count >= shortestCode
      && word.utf8.count(where: WordScanner.isDigit) >= fewestDigits
      && word.utf8.first.map(WordScanner.isDigit) == false
  }
}
