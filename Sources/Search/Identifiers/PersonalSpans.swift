internal import InteractionModel

/// Some scalars of a text that look as if they were somebody's: a mail address, a telephone number, a
/// card's number, a social security number, a name.
///
/// For whoever decides about it: more is found than is meant.
public struct PersonalSpan: Sendable, Hashable {
  /// What it looks like.
  public enum Kind: String, Sendable {
    case card, mail, name, phone, ssn
  }

  /// What it looks like.
  public let kind: Kind
  /// Which scalars of the text, from 0.
  public let scalars: Range<Int>
}

extension PersonalSpan {
  /// What of a text looks like mail addresses.
  static func mails(in text: String) -> [String] {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return [] }
    return PersonalSpans.mails(in: Array(text.unicodeScalars)).compactMap {
      text.scalars($0.scalars)
    }
  }
}

extension IdentifierRules {
  /// What of a text looks like somebody's, from its beginning on; no two overlap.
  /// - Parameters:
  ///   - text: any text.
  ///   - names: names of people; each word of one counts as well.
  /// - Returns: the spans.
  public func personalSpans(
    in text: String, names: PersonalNames = .none
  ) -> [PersonalSpan] {
    let scalars = Array(text.unicodeScalars)
    var found = PersonalSpans.mails(in: scalars)
    func add(_ spans: [PersonalSpan]) {
      for span in spans where !found.contains(where: { $0.scalars.overlaps(span.scalars) }) {
        found.append(span)
      }
    }
    add(PersonalSpans.cards(in: scalars))
    for run in PersonalSpans.numbers(in: scalars) { add(number(in: scalars, run)) }
    add(names.spans(in: text))
    return found.sorted { $0.scalars.lowerBound < $1.scalars.lowerBound }
  }

  /// The numbers in a run of groups of digits; the longest that is one comes first.
  private func number(in text: [UnicodeScalar], _ groups: [Range<Int>]) -> [PersonalSpan] {
    var start = 0
    var found: [PersonalSpan] = []
    while start < groups.count {
      let longest = groups[start..<min(groups.count, start + PersonalSpans.mostGroups)]
      let match = longest.indices.reversed().lazy.compactMap { end -> (PersonalSpan, Int)? in
        let own = Array(groups[start...end])
        return kind(of: own, in: text).map { kind in
          (PersonalSpan(kind: kind, scalars: PersonalSpans.whole(own, in: text)), end)
        }
      }.first
      if let match { found.append(match.0) }
      start = (match?.1 ?? start) + 1
    }
    return found
  }

  private func kind(of groups: [Range<Int>], in text: [UnicodeScalar]) -> PersonalSpan.Kind? {
    let digits = groups.flatMap { text[$0] }.compactMap(PersonalSpans.digit)
    let lengths = groups.map(\.count)
    let isSaid = digits.count == 9 && PersonalSpans.isCalledSocialSecurity(groups, in: text)
    if lengths == [3, 2, 4] || isSaid { return .ssn }
    if (13...19).contains(digits.count), PersonalSpans.isLuhn(digits) { return .card }
    // A date, however it is parted.
    guard ![[4, 2, 2], [2, 2, 4]].contains(lengths), (7...15).contains(digits.count) else {
      return nil
    }
    let whole = PersonalSpans.whole(groups, in: text)
    var words = String.UnicodeScalarView()
    words.append(contentsOf: text[whole])
    let number = region.number(Identifier.dialled(String(words)))
    let isWritten = groups.count > 1 || text[whole.lowerBound] == "+"
    return number.map { $0.isValid || isWritten } == true || lengths == [3, 4] ? .phone : nil
  }
}

/// Where in a text something stands that has the form.
private enum PersonalSpans {
  /// How many groups of digits a number has at most.
  static let mostGroups = 8

  static func mails(in text: [UnicodeScalar]) -> [PersonalSpan] {
    var found: [PersonalSpan] = []
    for at in text.indices where text[at] == "@" {
      var start = at
      while start > 0, isLocal(text[start - 1]) { start -= 1 }
      var end = at + 1
      while end < text.count, isWord(text[end]) || text[end] == "." || text[end] == "-" {
        end += 1
      }
      while end > at + 1, !isWord(text[end - 1]) { end -= 1 }
      guard start < at, text[at..<end].contains("."),
        found.last.map({ $0.scalars.upperBound <= start }) ?? true
      else { continue }
      found.append(PersonalSpan(kind: .mail, scalars: start..<end))
    }
    return found
  }

  /// Runs of groups of digits that one or two signs part.
  static func numbers(in text: [UnicodeScalar]) -> [[Range<Int>]] {
    var runs: [[Range<Int>]] = []
    var place = 0
    while place < text.count {
      guard digit(text[place]) != nil else {
        place += 1
        continue
      }
      var end = place
      while end < text.count, digit(text[end]) != nil { end += 1 }
      let before = place > 0 ? text[place - 1] : " "
      let isPart = isWord(before) || end < text.count && isWord(text[end])
      let last = runs.last?.last
      let gap = last.map { text[$0.upperBound..<place] } ?? []
      if isPart {
        runs.append([])
      } else if last != nil, gap.count <= 2, gap.allSatisfy(isSeparator) {
        runs[runs.count - 1].append(place..<end)
      } else if before == "-", place > 1, isWord(text[place - 2]) {
        // The number of a case, and what follows it.
        runs.append([])
      } else {
        runs.append([place..<end])
      }
      place = end
    }
    return runs.filter { !$0.isEmpty }
  }

  /// Some groups with the signs before them that belong to a number.
  static func whole(_ groups: [Range<Int>], in text: [UnicodeScalar]) -> Range<Int> {
    var start = groups[0].lowerBound
    while start > 0, text[start - 1] == "+" || text[start - 1] == "(" { start -= 1 }
    return start..<groups[groups.count - 1].upperBound
  }

  /// The numbers of cards whose digits, or groups of them, one and the same sign parts, whatever it is.
  static func cards(in text: [UnicodeScalar]) -> [PersonalSpan] {
    var found: [PersonalSpan] = []
    var start = 0
    while start < text.count {
      let isFirst = start == 0 || !isWord(text[start - 1]) || text[start - 1] == "_"
      if isFirst, digit(text[start]) != nil, let end = cardEnd(in: text, from: start) {
        found.append(PersonalSpan(kind: .card, scalars: start..<end))
        start = end
      } else {
        start += 1
      }
    }
    return found
  }

  /// Where the longest number of a card ends that begins somewhere; nil when none does.
  private static func cardEnd(in text: [UnicodeScalar], from start: Int) -> Int? {
    var (digits, separator, place, end): ([Int], UnicodeScalar?, Int, Int?) = ([], nil, start, nil)
    while place < text.count, digits.count < 19 {
      if let digit = digit(text[place]) {
        digits.append(digit)
        let isWhole = place + 1 == text.count || !isWord(text[place + 1]) || text[place + 1] == "_"
        if isWhole, digits.count >= 13, isLuhn(digits) { end = place + 1 }
      } else {
        let sign = text[place]
        let isParting = sign == "_" || !isWord(sign)
        guard isParting, separator ?? sign == sign, digit(text[place - 1]) != nil else { break }
        separator = sign
      }
      place += 1
    }
    return end
  }

  /// Whether a word near some groups says that they are a number of social security.
  static func isCalledSocialSecurity(_ groups: [Range<Int>], in text: [UnicodeScalar]) -> Bool {
    let own = groups[0].lowerBound..<groups[groups.count - 1].upperBound
    return [
      text[max(0, own.lowerBound - reach)..<own.lowerBound],
      text[own.upperBound..<min(text.count, own.upperBound + reach)],
    ].contains { near in
      let words = near.split { !$0.properties.isAlphabetic }.map { word in
        word.map(\.properties.lowercaseMapping).joined()
      }
      return words.contains("ssn") || words.contains("ssns")
        || zip(words, words.dropFirst()).contains { socialSecurity.contains("\($0) \($1)") }
    }
  }

  /// How many scalars from a number it may stand what the number is.
  private static let reach = 40
  private static let socialSecurity: Set<String> = [
    "social security", "soc sec", "seguro social", "seguridad social",
  ]

  /// The check digit of cards (ISO/IEC 7812-1).
  static func isLuhn(_ digits: [Int]) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
      guard digit.offset % 2 == 1 else { return sum + digit.element }
      let double = digit.element * 2
      return sum + (double > 9 ? double - 9 : double)
    }
    return sum % 10 == 0
  }

  static func digit(_ scalar: UnicodeScalar) -> Int? { Character(scalar).wholeNumberValue }

  private static func isSeparator(_ scalar: UnicodeScalar) -> Bool {
    " -.()\u{A0}\u{2010}\u{2011}\u{2012}\u{2013}".unicodeScalars.contains(scalar)
  }

  private static func isWord(_ scalar: UnicodeScalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || digit(scalar) != nil
  }

  private static func isLocal(_ scalar: UnicodeScalar) -> Bool {
    isWord(scalar) || ".!#$%&'*+/=?^`{|}~-".unicodeScalars.contains(scalar)
  }
}
