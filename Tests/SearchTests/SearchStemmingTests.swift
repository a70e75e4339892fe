import Testing

@testable import Search

@Suite struct SearchStemmingTests {
  /// Pairs of the published examples and rules of the algorithm.
  static let english: [(String, String)] = [
    ("consign", "consign"), ("consigned", "consign"), ("consigning", "consign"),
    ("consignment", "consign"), ("consist", "consist"), ("consistency", "consist"),
    ("consistently", "consist"), ("consolation", "consol"), ("consolingly", "consol"),
    ("conspicuous", "conspicu"), ("conspiracy", "conspiraci"), ("constables", "constabl"),
    ("knack", "knack"), ("knackeries", "knackeri"), ("knavish", "knavish"), ("kneaded", "knead"),
    ("kneel", "kneel"), ("knitting", "knit"), ("knives", "knive"), ("knocking", "knock"),
    ("caresses", "caress"), ("ties", "tie"), ("cries", "cri"), ("gas", "gas"), ("this", "this"),
    ("gaps", "gap"), ("kiwis", "kiwi"), ("hopping", "hop"), ("hoping", "hope"),
    ("luxuriated", "luxuri"), ("by", "by"), ("say", "say"), ("cry", "cri"),
    ("relational", "relat"), ("generously", "generous"), ("generate", "generat"),
    ("communication", "communic"), ("skies", "sky"), ("dying", "die"), ("news", "news"),
    ("innings", "inning"), ("proceeding", "proceed"), ("payments", "payment"), ("paying", "pay"),
    ("replacement", "replac"), ("hopefulness", "hope"), ("sensibility", "sensibl"),
    ("yellow", "yellow"), ("boyish", "boyish"), ("controlled", "control"), ("roll", "roll"),
  ]

  @Test("English words have the published stems", arguments: english)
  func stemsEnglish(word: String, stem: String) {
    #expect(Stemming.english.stem(word) == stem)
  }

  /// The same, folded, where accents make no difference.
  static let spanish: [(String, String)] = [
    ("cheque", "chequ"), ("chequeo", "cheque"), ("cheques", "chequ"), ("chester", "chest"),
    ("chetumaleños", "chetumalen"), ("chica", "chic"), ("chicos", "chic"), ("chicana", "chican"),
    ("chicharrones", "chicharron"), ("torcer", "torc"), ("toreado", "tor"), ("toreados", "tor"),
    ("toreándolo", "tor"), ("torear", "tor"), ("torearlo", "tor"), ("toreros", "torer"),
    ("tormenta", "torment"), ("tornar", "torn"), ("tornillos", "tornill"), ("torpeza", "torpez"),
    ("torrenciales", "torrencial"), ("torres", "torr"), ("pagos", "pag"), ("pagando", "pag"),
    ("facturación", "factur"), ("solicitudes", "solicitud"), ("pagamos", "pag"),
    ("biología", "biolog"), ("referencias", "referent"), ("rápidamente", "rapid"),
    ("resoluciones", "resolu"), ("posibilidades", "posibil"), ("negativos", "negat"),
    ("construyendo", "constru"), ("paguen", "pag"),
  ]

  @Test("Spanish words have the published stems", arguments: spanish)
  func stemsSpanish(word: String, stem: String) {
    #expect(Stemming.spanish.stem(SearchTokenizer.words(of: word)[0]) == stem)
  }

  static let families: [(Stemming, [String])] = [
    (.spanish, ["servicio", "servicios"]), (.spanish, ["necesario", "necesaria", "necesarios"]),
    (.spanish, ["policía", "policías"]), (.spanish, ["compañía", "compañías"]),
    (.spanish, ["factura", "facturas"]), (.spanish, ["basura", "basuras"]),
    (.spanish, ["pagar", "pagó", "pagado", "pagaron", "pagando", "pago"]),
    (.spanish, ["reclamación", "reclamaciones"]), (.spanish, ["rápido", "rápidas"]),
    (.english, ["complain", "complained", "complaining", "complains"]),
    (.english, ["bin", "bins"]), (.english, ["city", "cities"]),
    (.english, ["happy", "happiness"]),
  ]

  @Test("The forms of a word find one another", arguments: families)
  func forms(language: Stemming, words: [String]) throws {
    let words = words.map { SearchTokenizer.words(of: $0)[0] }
    for word in words {
      let forms = try #require(WordForms(of: word, in: [language]))
      for other in words {
        #expect(other.hasPrefix(forms.prefix))
        #expect(forms.contains(other) == (other != word))
      }
    }
  }

  @Test("What is short, has digits or is not Latin is only itself")
  func notStemmed() {
    for word in ["ab", "x2s", "москва", "straße", "東京"] {
      #expect(WordForms(of: word, in: Set(Stemming.allCases)) == nil)
      #expect(Stemming.english.stem(word) == word && Stemming.spanish.stem(word) == word)
    }
    #expect(WordForms(of: "bins", in: []) == nil)
  }
}
