internal import InteractionModel

extension IdentifierRules {
  /// Whether a number stands in a text by itself, however its groups are parted: a telephone number, or
  /// a code of as many digits.
  ///
  /// A number within a longer one is another: of `+44 617 555 0123` the last ten digits are no number
  /// of this country.
  /// - Parameters:
  ///   - identifier: the number.
  ///   - text: any text.
  /// - Returns: whether it does.
  func stands(_ identifier: Identifier, in text: String) -> Bool {
    let end = identifier.text.suffix(NumberGroups.compared)
    return NumberGroups.runs(in: Array(text.unicodeScalars)).contains { groups in
      var start = 0
      while start < groups.count {
        switch read(groups, from: start, ending: end, identifier) {
        case .found: return true
        case .number(let behind): start = behind
        case .nothing: start += 1
        }
      }
      return false
    }
  }

  private enum Reading {
    case found
    /// Another one, and where the groups behind it begin.
    case number(behind: Int)
    case nothing
  }

  /// What the groups from one on are, as many as belong together.
  private func read(
    _ groups: NumberGroups, from start: Int, ending end: Substring, _ identifier: Identifier
  ) -> Reading {
    guard groups.canBegin(at: start) else { return .nothing }
    let hasPlus = groups.hasPlus(start)
    // As most countries dial abroad.
    let isInternational = hasPlus || groups.digits(start...start).hasPrefix("00")
    for last in (start..<min(groups.count, start + NumberGroups.most)).reversed()
    where groups.canEnd(at: last) {
      let digits = groups.digits(start...last)
      guard NumberGroups.length.contains(digits.utf8.count),
        isInternational || digits.hasSuffix(end)
      else { continue }
      let written = Identifier.dialled(groups.text(start...last))
      let number = region.number(written) ?? abroad(written).flatMap { $0.isValid ? $0 : nil }
      let isMeant =
        switch identifier.kind {
        case .phone: number?.international == identifier.text
        case .nationalPhone: number?.national == identifier.text
        case .code: !hasPlus && digits == identifier.text
        case .mail: false
        }
      if isMeant { return .found }
      if let number, number.isValid || isInternational { return .number(behind: last + 1) }
    }
    return .nothing
  }
}

/// Groups of digits that a few signs part.
private struct NumberGroups {
  /// How many digits a number has, with whatever is dialled before it.
  static let length = 7...18
  /// How many groups one has at most.
  static let most = 8
  /// How many of its last digits are compared before it is read, which takes longer.
  static let compared = 7
  /// How many signs stand between two groups at most.
  private static let widestGap = 3

  private let scalars: [Unicode.Scalar]
  private let groups: [Range<Int>]

  var count: Int { groups.count }

  /// All runs of groups in a text.
  static func runs(in text: [Unicode.Scalar]) -> [NumberGroups] {
    var runs: [[Range<Int>]] = []
    var place = 0
    while let start = text[place...].firstIndex(where: isDigit) {
      let end = text[start...].firstIndex { !isDigit($0) } ?? text.count
      if let last = runs.last?.last, start - last.upperBound <= widestGap,
        text[last.upperBound..<start].allSatisfy(isSeparator)
      {
        runs[runs.count - 1].append(start..<end)
      } else {
        runs.append([start..<end])
      }
      place = end
    }
    return runs.map { NumberGroups(scalars: text, groups: $0) }
  }

  /// Whether no letter and no other group is written as one with a group and before it.
  func canBegin(at index: Int) -> Bool {
    let place = groups[index].lowerBound
    guard place > 0 else { return true }
    let before = scalars[place - 1]
    if NumberGroups.isJoint(before), place > 1 { return !NumberGroups.isWord(scalars[place - 2]) }
    return !NumberGroups.isWord(before)
  }

  /// Whether no letter and no other group is written as one with a group and behind it.
  func canEnd(at index: Int) -> Bool {
    let place = groups[index].upperBound
    guard place < scalars.count else { return true }
    let behind = scalars[place]
    if NumberGroups.isJoint(behind), place + 1 < scalars.count {
      return !NumberGroups.isDigit(scalars[place + 1])
    }
    return !NumberGroups.isWord(behind)
  }

  /// Whether a plus stands before a group.
  func hasPlus(_ index: Int) -> Bool {
    scalars[signs(before: index)..<groups[index].lowerBound].contains(where: NumberGroups.isPlus)
  }

  /// Some groups as they are written, with the signs before them that belong to a number.
  func text(_ range: ClosedRange<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(
      contentsOf: scalars[signs(before: range.lowerBound)..<groups[range.upperBound].upperBound])
    return String(text)
  }

  /// The digits of some groups, as ASCII has them.
  func digits(_ range: ClosedRange<Int>) -> String {
    groups[range].joined().compactMap { Character(scalars[$0]).wholeNumberValue }
      .map(String.init).joined()
  }

  private func signs(before index: Int) -> Int {
    var start = groups[index].lowerBound
    while start > 0, scalars[start - 1] == "(" || NumberGroups.isPlus(scalars[start - 1]) {
      start -= 1
    }
    return start
  }

  private static func isPlus(_ scalar: Unicode.Scalar) -> Bool { scalar == "+" || scalar == "＋" }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .decimalNumber
  }

  /// What stands between the groups of a number.
  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .spaceSeparator
      || scalar.properties.generalCategory == .dashPunctuation
      || "./()_".unicodeScalars.contains(scalar)
  }

  /// What joins groups to one, where no space is beside it.
  private static func isJoint(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .dashPunctuation || "._".unicodeScalars.contains(scalar)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || isDigit(scalar)
  }
}
