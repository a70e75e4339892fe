internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// A party as an agent takes it in.
struct PartyCard {
  private let found: PartyAnswer
  private let showsAll: Bool

  /// A card.
  /// - Parameters:
  ///   - found: the party.
  ///   - showsAll: whether positions and findings that were withdrawn are shown too.
  init(_ found: PartyAnswer, showsAll: Bool = false) {
    self.found = found
    self.showsAll = showsAll
  }

  private var party: Document<PartyField> { found.state }
  private var opened: OpenedReferences { found.words }

  var card: Card {
    var card = Card()
    if let root = party[.mergedInto]?.string {
      card.add("merged", "into \(Terminal.safe(root)); look at that one", style: .yellow)
    }
    let caller = CallerLines(found.caller, opened)
    card.add("who", caller.name, style: .bold)
    card.add("reach", caller.endpoints, style: .bold)
    card.add("before", caller.earlier, style: .dim)
    card.add("address", caller.addresses)
    card.add("known as", caller.identifiers)
    card.add("identity", party.parts(.identities).map(identity))
    if caller.endpoints.isEmpty {
      card.add("reached by", party.parts(.endpoints).map(endpoint).joined(separator: ", "))
    }
    let preferences = found.caller.preferences
    card.add(
      "prefers",
      [preferences[.language], preferences[.preferredChannel]].compactMap { Phrase.code($0) }
        .joined(separator: ", ") + (opened.words(found.preference).map { ": \($0)" } ?? ""),
      style: .bold)
    if preferences[.language] == nil {
      card.add("language", found.language.map { Terminal.plain($0) })
    }
    let needs = found.needs.compactMap { opened.shown($0) }.map { Terminal.cut($0, 320) }
    card.add("needs", needs, style: .bold)
    card.add("consents", party.parts(.consents).map(consent).joined(separator: ", "))
    card.add(
      "also",
      party.texts(.mergedParties).map(Terminal.short)
        .joined(separator: ", "))
    card.gap()
    card.add("promised", Standing.lines(party.parts(.promises), at: found.view, opened))
    let asking = found.asking
    card.add("DO NOT ASK", asking.known.map(fact), style: .bold)
    card.add(
      "ask again",
      asking.stale.map { "\(fact($0)); \(Asking.reason($0))" }
        + asking.forgotten.map { "\(Phrase.code($0.key)) – \($0.word)" })
    card.add("open", asking.open.map(Phrase.code).joined(separator: ", "))
    card.gap()
    card.add("cases", party.parts(.cases).reversed().map(matter))
    card.add("contacts", party.parts(.conversations).reversed().map(conversation))
    card.gap()
    card.add(
      "lost",
      found.findings.filter { showsAll || $0[.state] == "open" }.map { finding in
        FindingKind.line(finding) + (showsAll ? " (\(FindingKind.causes(of: finding)))" : "")
      }, style: .red)
    card.add("withheld", opened.withheldLine, style: .dim)
    return card
  }

  private func identity(_ value: Document<IdentityField>) -> String {
    let ways = [IdentityField.kind, .idp, .method].compactMap { Phrase.code(value[$0]) }
    let levels = [("IAL", value[.ial]), ("AAL", value[.aal])].compactMap { name, level in
      level?.int.map { "\(name)\($0)" }
    }
    let check = value[.verified] == true ? "verified" : "not verified"
    let checked = "\(check), \(Phrase.time(value[.time]))"
    return (ways + levels + [ways.isEmpty && levels.isEmpty ? checked : "– \(checked)"])
      .joined(separator: " ")
  }

  private func endpoint(_ value: Document<EndpointField>) -> String {
    (Phrase.code(value[.kind]) ?? "?") + (value[.verified] == true ? " ✓" : "")
  }

  private func consent(_ value: Document<ConsentField>) -> String {
    [value[.scope], value[.state]].compactMap { Phrase.code($0) }.joined(separator: " ")
  }

  private func fact(_ value: Document<FactField>) -> String {
    let words = opened.shown(value[.value]).map { ": \($0)" } ?? ""
    let check = value[.verified] == true ? " ✓" : ""
    let state = Phrase.code(value[.state]).map { "\($0) " } ?? ""
    // When, where and by whom its state came about; the value may be older.
    let said = value.part(.confirmed, of: FactField.self) ?? value
    let channel = Phrase.code(said[.channel]).map { ", \($0)" } ?? ""
    let mark = value.part(.markedStale, of: MomentField.self)
    let stale = mark.map { "; marked stale \(Phrase.time($0[.time]))" } ?? ""
    let again = found.asking.isRepeated(value) ? Phrase.askedAgain : ""
    return "\(Phrase.code(value[.key]) ?? "?")\(words)\(check) – \(state)"
      + "\(Phrase.time(of: said, .time, flags: .flags))\(channel), \(Phrase.who(said[.by]))\(stale)\(again)"
  }

  private func matter(_ value: Document<PartyCaseField>) -> String {
    let words = [
      Phrase.end(value[.status], said: value[.resolution]),
      Phrase.service(value[.service], under: value[.serviceHeading]),
    ]
    .compactMap { $0 }
    let opened = value[.opened].map { ["opened \(Phrase.time($0))"] } ?? []
    return ([Terminal.plain(value[.case])] + words + opened).joined(separator: "  ")
  }

  private func conversation(_ value: Document<PartyConversationField>) -> String {
    let way = value[.conversation]?.string.flatMap { found.ways[$0] }.map(Phrase.way)
    let words = [way ?? Phrase.code(value[.channel]), Phrase.code(value[.issue])]
      .compactMap { $0 }
    let matter = value[.case]?.string.map(Terminal.short) ?? "no case"
    let id = Terminal.short(value[.conversation]?.string ?? "")
    let end = Phrase.end(value[.resolved], said: value[.outcome]).map { [$0] } ?? []
    return ([Phrase.time(of: value, .started, flags: .flags)] + words + end + [matter, id]).joined(
      separator: "  ")
  }
}
