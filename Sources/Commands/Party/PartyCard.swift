internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// A party as an agent takes it in.
struct PartyCard {
  private let found: PartyAnswer

  init(_ found: PartyAnswer) { self.found = found }

  private var party: JSONObject { found.state }
  private var opened: OpenedReferences { found.words }

  private func list(_ field: PartyField) -> [JSONValue] { party[field]?.array ?? [] }

  var card: Card {
    var card = Card()
    if let root = party[PartyField.mergedInto]?.string {
      card.add("merged", "into \(Terminal.safe(root)); look at that one", style: .yellow)
    }
    card.add("identity", list(.identities).map(identity))
    card.add("reached by", list(.endpoints).map(endpoint).joined(separator: ", "))
    let preferences = party[PartyField.preferences]
    card.add(
      "prefers",
      [preferences?[PreferenceField.language], preferences?[PreferenceField.preferredChannel]]
        .compactMap { Phrase.code($0) }
        .joined(separator: ", "), style: .bold)
    card.add("consents", list(.consents).map(consent).joined(separator: ", "))
    card.add(
      "also",
      list(.mergedParties).compactMap(\.string).map(Terminal.short)
        .joined(separator: ", "))
    card.gap()
    let facts = found.facts
    card.add("DO NOT ASK", facts.filter { $0[FactField.stale] != true }.map(fact), style: .bold)
    card.add("ask again", facts.filter { $0[FactField.stale] == true }.map(fact))
    card.add("open", list(.openQuestions).compactMap { Phrase.code($0) }.joined(separator: ", "))
    card.gap()
    card.add("promised", list(.promises).map(promise))
    card.add("cases", list(.cases).map(matter))
    card.add("contacts", list(.conversations).map(conversation))
    card.gap()
    card.add(
      "lost",
      found.findings.map { finding in
        let causes = (finding[FindingField.causes]?.array ?? []).compactMap(\.int).map { "@\($0)" }
        return FindingKind.line(.object(finding)) + " (\(causes.joined(separator: " ")))"
      }, style: .red)
    card.add("withheld", opened.withheldLine, style: .dim)
    return card
  }

  private func identity(_ value: JSONValue) -> String {
    let ways = [IdentityField.kind, .idp, .method].compactMap { Phrase.code(value[$0]) }
    let levels = [("IAL", value[IdentityField.ial]), ("AAL", value[IdentityField.aal])].compactMap {
      name, level in
      level?.int.map { "\(name)\($0)" }
    }
    let check = value[IdentityField.verified] == true ? "verified" : "not verified"
    return (ways + levels + ["– \(check), \(Phrase.time(value[IdentityField.time]))"]).joined(
      separator: " ")
  }

  private func endpoint(_ value: JSONValue) -> String {
    (Phrase.code(value[EndpointField.kind]) ?? "?")
      + (value[EndpointField.verified] == true ? " ✓" : "")
  }

  private func consent(_ value: JSONValue) -> String {
    [value[ConsentField.scope], value[ConsentField.state]].compactMap { Phrase.code($0) }.joined(
      separator: " ")
  }

  private func fact(_ value: JSONValue) -> String {
    let words = opened.shown(value[FactField.value]).map { ": \($0)" } ?? ""
    let check = value[FactField.verified] == true ? " ✓" : ""
    let state = Phrase.code(value[FactField.state]).map { "\($0) " } ?? ""
    let channel = Phrase.code(value[FactField.channel]).map { ", \($0)" } ?? ""
    return "\(Phrase.code(value[FactField.key]) ?? "?")\(words)\(check) – \(state)"
      + "\(Phrase.time(value[FactField.time]))\(channel), \(Phrase.who(value[FactField.by]))"
  }

  private func promise(_ value: JSONValue) -> String {
    let due = value[PromiseField.due].map { " due \(Phrase.time($0))" } ?? ""
    return "\(Phrase.code(value[PromiseField.code] ?? value[PromiseField.kind]) ?? "promise")\(due)"
      + " (\(Phrase.code(value[PromiseField.state]) ?? "?"))"
  }

  private func matter(_ value: JSONValue) -> String {
    let words = [PartyCaseField.status, .service].compactMap { Phrase.code(value[$0]) }
    let opened = value[PartyCaseField.opened].map { ["opened \(Phrase.time($0))"] } ?? []
    return ([Terminal.plain(value[PartyCaseField.case])] + words + opened).joined(separator: "  ")
  }

  private func conversation(_ value: JSONValue) -> String {
    let end = value[PartyConversationField.resolved] == true ? "resolved" : "unresolved"
    let words = [PartyConversationField.channel, .issue].compactMap { Phrase.code(value[$0]) }
    let matter = value[PartyConversationField.case]?.string.map(Terminal.short) ?? "no case"
    let id = Terminal.short(value[PartyConversationField.conversation]?.string ?? "")
    return ([Phrase.time(value[PartyConversationField.started])] + words + [end, matter, id])
      .joined(separator: "  ")
  }
}
