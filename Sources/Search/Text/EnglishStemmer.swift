/// The English stemmer of the Snowball project (Porter 2), for words without apostrophes.
///
/// The algorithm: <https://snowballstem.org/algorithms/english/stemmer.html>. A consonant `y` is
/// written `Y` while it runs.
enum EnglishStemmer {
  private static let exceptions: [(Ending, Ending)] = [
    ("skis", "ski"), ("skies", "sky"), ("dying", "die"), ("lying", "lie"), ("tying", "tie"),
    ("idly", "idl"), ("gently", "gentl"), ("ugly", "ugli"), ("early", "earli"),
    ("only", "onli"), ("singly", "singl"), ("sky", "sky"), ("news", "news"), ("howe", "howe"),
    ("atlas", "atlas"), ("cosmos", "cosmos"), ("bias", "bias"), ("andes", "andes"),
  ]
  /// Words that are left as they are once their plural is gone.
  private static let fixed: [Ending] = [
    "inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed",
  ]

  /// Step 2.
  private static let derivations: [(Ending, Ending)] = [
    ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("abli", "able"), ("entli", "ent"),
    ("izer", "ize"), ("ization", "ize"), ("ational", "ate"), ("ation", "ate"), ("ator", "ate"),
    ("alism", "al"), ("aliti", "al"), ("alli", "al"), ("fulness", "ful"), ("ousli", "ous"),
    ("ousness", "ous"), ("iveness", "ive"), ("iviti", "ive"), ("biliti", "ble"),
    ("bli", "ble"), ("ogi", "og"), ("fulli", "ful"), ("lessli", "less"), ("li", ""),
  ]
  /// Step 3.
  private static let secondDerivations: [(Ending, Ending)] = [
    ("tional", "tion"), ("ational", "ate"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"),
    ("ical", "ic"), ("ful", ""), ("ness", ""), ("ative", ""),
  ]
  /// Step 4.
  private static let residues: [Ending] = [
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ism",
    "ate", "iti", "ous", "ive", "ize", "ion",
  ]
  /// Step 1b.
  private static let doubles: [Ending] = ["bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"]

  static func stem(_ bytes: [UInt8]) -> [UInt8] {
    let word = StemBuffer(bytes)
    for (form, stem) in exceptions where word.has(form) && word.count == form.count {
      var result = StemBuffer([])
      result.append(stem)
      return result.bytes
    }
    var run = Run(bytes)
    run.plural()
    if !fixed.contains(where: { run.word.has($0) && run.word.count == $0.count }) {
      run.pastAndGerund()
      run.finalY()
      run.derivation()
      run.secondDerivation()
      run.residualSuffix()
      run.finalLetters()
    }
    return run.word.bytes.map { $0 == UInt8(ascii: "Y") ? UInt8(ascii: "y") : $0 }
  }

  private static func isVowel(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"), UInt8(ascii: "y"):
      true
    default: false
    }
  }

  private struct Run {
    var word: StemBuffer
    /// Where the regions R1 and R2 begin.
    private var first = 0
    private var second = 0

    init(_ bytes: [UInt8]) {
      word = StemBuffer(bytes)
      for index in bytes.indices where bytes[index] == UInt8(ascii: "y") {
        if index == 0 || EnglishStemmer.isVowel(word.bytes[index - 1]) {
          word.bytes[index] = UInt8(ascii: "Y")
        }
      }
      let known: [Ending] = ["gener", "commun", "arsen"]
      let prefix = known.first { word.has($0, endingAt: min($0.count, word.count)) }
      first = prefix?.count ?? region(from: 0)
      second = region(from: first)
    }

    /// Behind the first consonant that follows a vowel.
    private func region(from start: Int) -> Int {
      var index = start
      while index < word.count, !EnglishStemmer.isVowel(word.bytes[index]) { index += 1 }
      while index < word.count, EnglishStemmer.isVowel(word.bytes[index]) { index += 1 }
      return min(index + 1, word.count)
    }

    private func isVowel(_ index: Int) -> Bool { EnglishStemmer.isVowel(word.bytes[index]) }

    private func hasVowel(before end: Int) -> Bool { (0..<max(0, end)).contains { isVowel($0) } }

    private func isIn(_ region: Int, _ suffix: Ending) -> Bool {
      word.count - suffix.count >= region
    }

    /// Whether a short syllable ends at a place.
    private func isShort(endingAt end: Int) -> Bool {
      guard end >= 2, !isVowel(end - 1), isVowel(end - 2) else { return false }
      if end == 2 { return true }
      let last = word.bytes[end - 1]
      return !isVowel(end - 3) && last != UInt8(ascii: "w") && last != UInt8(ascii: "x")
        && last != UInt8(ascii: "Y")
    }

    /// Step 1a.
    mutating func plural() {
      switch word.longest(of: ["sses", "ied", "ies", "us", "ss", "s"]) {
      case "sses"?: word.drop(2)
      case "ied"?, "ies"?: word.drop(word.count > 4 ? 2 : 1)
      case "s"?:
        if hasVowel(before: word.count - 2) { word.drop(1) }
      default: break
      }
    }

    /// Step 1b.
    mutating func pastAndGerund() {
      guard let suffix = word.longest(of: ["eed", "eedly", "ed", "edly", "ing", "ingly"]) else {
        return
      }
      if word.has("eed") || word.has("eedly") {
        if isIn(first, suffix) { word.replace(suffix, by: "ee") }
        return
      }
      guard hasVowel(before: word.count - suffix.count) else { return }
      word.drop(suffix)
      if word.longest(of: ["at", "bl", "iz"]) != nil {
        word.append("e")
      } else if word.longest(of: EnglishStemmer.doubles) != nil {
        word.drop(1)
      } else if first >= word.count, isShort(endingAt: word.count) {
        word.append("e")
      }
    }

    /// Step 1c.
    mutating func finalY() {
      guard word.count > 2, word.has("y") || word.has("Y"), !isVowel(word.count - 2) else { return }
      word.replace("y", by: "i")
    }

    /// Step 2.
    mutating func derivation() {
      guard let (suffix, text) = rule(of: EnglishStemmer.derivations), isIn(first, suffix) else {
        return
      }
      let before = word.count - suffix.count - 1
      let letter = before >= 0 ? word.bytes[before] : 0
      if word.has("ogi"), letter != UInt8(ascii: "l") { return }
      if suffix.count == 2, !Array("cdeghkmnrt".utf8).contains(letter) { return }
      word.replace(suffix, by: text)
    }

    /// Step 3.
    mutating func secondDerivation() {
      guard let (suffix, text) = rule(of: EnglishStemmer.secondDerivations), isIn(first, suffix)
      else { return }
      if word.has("ative"), !isIn(second, suffix) { return }
      word.replace(suffix, by: text)
    }

    /// Step 4.
    mutating func residualSuffix() {
      guard let suffix = word.longest(of: EnglishStemmer.residues), isIn(second, suffix) else {
        return
      }
      let before = word.count - suffix.count
      if word.has("ion"), !(word.has("s", endingAt: before) || word.has("t", endingAt: before)) {
        return
      }
      word.drop(suffix)
    }

    /// Step 5.
    mutating func finalLetters() {
      if word.has("e") {
        let short = isShort(endingAt: word.count - 1)
        if isIn(second, "e") || (isIn(first, "e") && !short) { word.drop(1) }
      } else if word.has("ll"), isIn(second, "l") {
        word.drop(1)
      }
    }

    private func rule(
      of rules: [(Ending, Ending)]
    ) -> (Ending, Ending)? {
      rules.filter { word.has($0.0) }.max { $0.0.count < $1.0.count }
    }
  }
}
