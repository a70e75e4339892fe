/// The Spanish stemmer of the Snowball project, for words whose accents were folded away.
///
/// The algorithm: <https://snowballstem.org/algorithms/spanish/stemmer.html>. Without accents some
/// endings of verbs cannot be told from endings of nouns (`-ía`, `-ió`, `-ará`, `-aré`): those are
/// left to the last step, which drops a final `i` as well, so that a noun keeps one stem in
/// singular and plural, masculine and feminine.
enum SpanishStemmer {
  static func stem(_ bytes: [UInt8]) -> [UInt8] {
    var run = Run(bytes)
    run.pronoun()
    let before = run.word.count
    run.standardSuffix()
    if run.word.count == before, !run.yVerb() { run.verb() }
    run.residue()
    return run.word.bytes
  }

  private static func isVowel(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"):
      true
    default: false
    }
  }

  private static let verbEndings: [Ending] = [
    "arian", "ariais", "areis", "ariamos", "aremos", "erian", "eriais", "ereis", "eriamos",
    "eremos", "irian", "iriais", "ireis", "iriamos", "iremos", "aba", "ada", "ida", "ara",
    "iera", "ad", "ed", "id", "ase", "iese", "aste", "iste", "an", "aban", "aran", "ieran", "asen",
    "iesen", "aron", "ieron", "ado", "ido", "ando", "iendo", "ar", "er", "ir", "as", "abas",
    "adas", "idas", "aras", "ieras", "ases", "ieses", "ais", "abais", "iais", "arais", "ierais",
    "aseis", "ieseis", "asteis", "isteis", "ados", "idos", "amos", "abamos", "iamos", "imos",
    "aramos", "ieramos", "iesemos", "asemos", "ian",
  ]

  // Step 1.
  private static let plain: [Ending] = [
    "anza", "anzas", "ico", "ica", "icos", "icas", "ismo", "ismos", "able", "ables", "ible",
    "ibles", "ista", "istas", "oso", "osa", "osos", "osas", "amiento", "amientos", "imiento",
    "imientos",
  ]
  private static let agent: [Ending] = [
    "adora", "ador", "acion", "adoras", "adores", "aciones", "ante", "antes", "ancia", "ancias",
  ]
  private static let study: [Ending] = ["logia", "logias"]
  private static let action: [Ending] = ["ucion", "uciones"]
  private static let quality: [Ending] = ["encia", "encias"]
  private static let state: [Ending] = ["idad", "idades"]
  private static let tendency: [Ending] = ["iva", "ivo", "ivas", "ivos"]
  private static let all: [Ending] =
    plain + agent + study + action + quality + state + tendency + ["amente", "mente"]

  private struct Run {
    var word: StemBuffer
    /// Where the regions RV, R1 and R2 begin.
    private var verbal = 0
    private var first = 0
    private var second = 0

    init(_ bytes: [UInt8]) {
      word = StemBuffer(bytes)
      first = region(from: 0)
      second = region(from: first)
      verbal = verbalRegion()
    }

    private func isVowel(_ index: Int) -> Bool { SpanishStemmer.isVowel(word.bytes[index]) }

    private func region(from start: Int) -> Int {
      var index = start
      while index < word.count, !isVowel(index) { index += 1 }
      while index < word.count, isVowel(index) { index += 1 }
      return min(index + 1, word.count)
    }

    private func verbalRegion() -> Int {
      guard word.count >= 3 else { return word.count }
      if isVowel(0) != isVowel(1), isVowel(1) { return 3 }
      // A second consonant: behind the next vowel; two vowels: behind the next consonant.
      let wanted = !isVowel(1)
      let next = (2..<word.count).first { isVowel($0) == wanted }
      return next.map { $0 + 1 } ?? word.count
    }

    private func isIn(_ region: Int, _ suffix: Ending) -> Bool {
      word.count - suffix.count >= region
    }

    /// Drops the longest of some suffixes where it lies in a region.
    @discardableResult
    private mutating func drop(_ suffixes: [Ending], in region: Int) -> Bool {
      guard let suffix = word.longest(of: suffixes), isIn(region, suffix) else { return false }
      word.drop(suffix)
      return true
    }

    /// Step 0: a pronoun behind an infinitive or gerund.
    mutating func pronoun() {
      let pronouns: [Ending] = [
        "me", "se", "sela", "selo", "selas", "selos", "la", "le", "lo", "las", "les", "los", "nos",
      ]
      guard let pronoun = word.longest(of: pronouns, from: verbal) else { return }
      let end = word.count - pronoun.count
      let verbs: [Ending] = ["ando", "iendo", "ar", "er", "ir"]
      let follows = verbs.contains {
        end - $0.count >= verbal && word.has($0, endingAt: end)
      }
      guard follows || (end - 5 >= verbal && word.has("uyendo", endingAt: end)) else { return }
      word.drop(pronoun)
    }

    /// Step 1.
    mutating func standardSuffix() {
      guard let suffix = word.longest(of: SpanishStemmer.all) else { return }
      if suffix == "amente" {
        guard isIn(first, suffix) else { return }
        word.drop(suffix)
        if drop(["iv"], in: second) {
          drop(["at"], in: second)
        } else {
          drop(["os", "ic", "ad"], in: second)
        }
        return
      }
      guard isIn(second, suffix) else { return }
      if SpanishStemmer.study.contains(suffix) {
        word.replace(suffix, by: "log")
      } else if SpanishStemmer.action.contains(suffix) {
        word.replace(suffix, by: "u")
      } else if SpanishStemmer.quality.contains(suffix) {
        word.replace(suffix, by: "ente")
      } else {
        let further: [Ending] =
          SpanishStemmer.agent.contains(suffix)
          ? ["ic"]
          : suffix == "mente"
            ? ["ante", "able", "ible"]
            : SpanishStemmer.state.contains(suffix)
              ? ["abil", "ic", "iv"] : SpanishStemmer.tendency.contains(suffix) ? ["at"] : []
        word.drop(suffix)
        drop(further, in: second)
      }
    }

    /// Step 2a; answers whether an ending was found.
    mutating func yVerb() -> Bool {
      let endings: [Ending] = [
        "ya", "ye", "yan", "yen", "yeron", "yendo", "yo", "yas", "yes", "yais", "yamos",
      ]
      guard let ending = word.longest(of: endings, from: verbal),
        word.has("u", endingAt: word.count - ending.count)
      else { return false }
      word.drop(ending)
      return true
    }

    /// Step 2b.
    mutating func verb() {
      let soft: [Ending] = ["en", "es", "eis", "emos"]
      let ending = word.longest(of: SpanishStemmer.verbEndings + soft, from: verbal)
      guard let ending else { return }
      let isSoft = soft.contains(ending)
      word.drop(ending)
      if isSoft, word.has("gu") { word.drop(1) }
    }

    /// Step 3, and the final `i`.
    mutating func residue() {
      if word.has("e"), isIn(verbal, "e") {
        word.drop(1)
        if word.has("gu"), isIn(verbal, "u") { word.drop(1) }
      } else {
        drop(["os", "a", "o"], in: verbal)
      }
      if word.count > 3, isIn(verbal, "i") { drop(["i"], in: verbal) }
    }
  }
}
