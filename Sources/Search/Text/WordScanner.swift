/// Walks through the bytes of a text and takes its words, each by itself.
///
/// Words in ASCII, nearly all of most texts, are taken byte by byte; only others are looked up.
struct WordScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  /// The page that was looked into last.
  private var page: (number: UInt32, scalars: FoldedScalar.Page)?
  /// The words.
  private(set) var tokens: [SearchTokenizer.Token] = []

  /// - Parameter bytes: UTF-8; outlive the scanner.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    tokens.reserveCapacity(bytes.count / 6)
  }

  /// Takes all words.
  mutating func run() {
    while index < bytes.count {
      if bytes[index] < 0x80 {
        if WordScanner.isWord(bytes[index]) { word() } else { index += 1 }
        continue
      }
      let (scalar, end) = scalar(at: index)
      switch folded(scalar) {
      case .letters: otherWord(from: index)
      case .character(let scalars): character(scalars, end)
      case .sign(let words):
        for word in words { tokens.append(WordScanner.token(of: word, index..<end)) }
        index = end
      case .emoji:
        tokens.append(SearchTokenizer.Token(String(scalar), .emoji, index..<end))
        index = end
      case .mark, .ignored, .other: index = end
      }
    }
  }

  /// Whether a byte is a letter or digit of ASCII.
  static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  // MARK: Words in ASCII

  private mutating func word() {
    let start = index
    var end = index
    var digits = 0
    // Where digits meet letters, and where a capital follows a small letter.
    var borders = 0
    var border = 0
    var isCompound = false
    var previous = bytes[start]
    while end < bytes.count, WordScanner.isWord(bytes[end]) {
      let byte = bytes[end]
      let isDigit = WordScanner.isDigit(byte)
      if isDigit { digits += 1 }
      if isDigit != WordScanner.isDigit(previous) {
        borders += 1
        border = end
      } else if !isDigit, byte & 0x20 == 0, previous & 0x20 != 0 {
        isCompound = true
      }
      previous = byte
      end += 1
    }
    guard !goesOn(at: end) else { return otherWord(from: start) }
    index = end
    var token = SearchTokenizer.Token(
      text(start..<end), digits == end - start ? .digits : .letters, start..<end)
    if borders == 1 {
      for part in [start..<border, border..<end]
      where part.count >= WordScanner.shortestPart || WordScanner.isDigit(bytes[part.lowerBound]) {
        token.add(text(part), .part)
      }
    } else if isCompound {
      for part in parts(start..<end) { token.add(text(part), .part) }
    }
    tokens.append(token)
  }

  /// Whether what stands behind a word in ASCII belongs to it.
  private mutating func goesOn(at end: Int) -> Bool {
    guard end < bytes.count, bytes[end] >= 0x80 else { return false }
    return switch folded(scalar(at: end).0) {
    case .letters, .mark, .ignored: true
    case .character, .sign, .emoji, .other: false
    }
  }

  /// Letters that are fewer are no word that somebody would look for as a part of one.
  private static let shortestPart = 3

  /// The parts of a word like `paymentGateway`; none where one is too short.
  private func parts(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    for place in range.dropFirst()
    where bytes[place] & 0x20 == 0 && bytes[place - 1] & 0x60 == 0x60 {
      parts.append(start..<place)
      start = place
    }
    parts.append(start..<range.upperBound)
    return parts.allSatisfy { $0.count >= WordScanner.shortestPart } ? parts : []
  }

  /// Bytes of ASCII in lower case.
  private func text(_ range: Range<Int>) -> String {
    String(unsafeUninitializedCapacity: range.count) { buffer in
      for (place, byte) in zip(buffer.indices, bytes[range]) {
        let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
        buffer.initializeElement(at: place, to: isUpper ? byte | 0x20 : byte)
      }
      return range.count
    }
  }

  // MARK: Other words

  private mutating func otherWord(from start: Int) {
    var word = FoldedWord()
    var end = start
    var next = start
    scan: while next < bytes.count {
      let (scalar, behind) = scalar(at: next)
      switch folded(scalar) {
      case .letters(let scalars):
        word.scalars += scalars
        if WordScanner.umlauts.contains(scalar) { word.noteUmlaut() }
      case .mark(let scalars):
        for mark in scalars { word.mark(mark) }
      case .ignored:
        next = behind
        continue scan
      case .character, .sign, .emoji, .other: break scan
      }
      end = behind
      next = behind
    }
    index = next
    let text = word.text
    let isNumber = text.utf8.allSatisfy(WordScanner.isDigit)
    var token = SearchTokenizer.Token(text, isNumber ? .digits : .letters, start..<end)
    if let transcription = word.transcription { token.add(transcription, .spelling) }
    for part in word.parts
    where part.first?.isASCIIDigit == true
      || part.count >= WordScanner.shortestPart
    {
      token.add(FoldedWord(scalars: part).text, .part)
    }
    for article in WordScanner.articles where text.hasPrefix(article) {
      let noun = text.unicodeScalars.dropFirst(article.unicodeScalars.count)
      if noun.count >= WordScanner.shortestPart { token.add(String(noun), .part) }
    }
    tokens.append(token)
  }

  /// The article of Arabic, with the words of one letter that are written with it.
  private static let articles = ["ال", "وال", "بال", "فال", "كال", "لل"]

  /// Letters that are written with an `e` where a keyboard does not have them.
  private static let umlauts: Set<Unicode.Scalar> = ["ä", "ö", "ü", "ø", "Ä", "Ö", "Ü", "Ø"]

  /// A word that a sign stands for.
  private static func token(
    of word: [Unicode.Scalar], _ place: Range<Int>
  ) -> SearchTokenizer.Token {
    let kind: SearchTokenizer.Kind =
      word.contains(where: FoldedScalar.isUnspaced)
      ? .character : word.allSatisfy(\.isASCIIDigit) ? .digits : .letters
    return SearchTokenizer.Token(FoldedWord(scalars: word).composed, kind, place)
  }

  /// Takes a character with the marks on it.
  private mutating func character(_ scalars: [Unicode.Scalar], _ behind: Int) {
    let start = index
    var word = FoldedWord(scalars: scalars)
    var next = behind
    scan: while next < bytes.count {
      let (scalar, behind) = scalar(at: next)
      switch folded(scalar) {
      case .mark(let scalars):
        for mark in scalars { word.mark(mark) }
      case .character(let scalars) where (0x1160...0x11FF).contains(scalar.value):
        // The letters of a syllable of Hangul, one by one.
        word.scalars += scalars
      case .ignored: break
      case .letters, .character, .sign, .emoji, .other: break scan
      }
      next = behind
    }
    index = next
    tokens.append(SearchTokenizer.Token(word.composed, .character, start..<next))
  }

  // MARK: Scalars

  /// The scalar at a place and where it ends.
  private func scalar(at place: Int) -> (Unicode.Scalar, end: Int) {
    let first = UInt32(bytes[place])
    guard first >= 0x80 else { return (Unicode.Scalar(bytes[place]), place + 1) }
    let count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let end = min(place + count, bytes.count)
    var value = first & (0xFF >> UInt32(count + 1))
    for place in (place + 1)..<max(end, place + 1) {
      value = value << 6 | UInt32(bytes[place]) & 0x3F
    }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", end)
  }

  private mutating func folded(_ scalar: Unicode.Scalar) -> FoldedScalar {
    let number = scalar.value >> 8
    if let page, page.number == number { return page.scalars[Int(scalar.value & 0xFF)] }
    let scalars = FoldedScalar.page(number)
    page = (number, scalars)
    return scalars[Int(scalar.value & 0xFF)]
  }
}
