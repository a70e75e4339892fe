internal import Compliance
internal import InteractionModel
internal import Projections
internal import Queries

/// A case as an agent takes it in: who calls, what they want, what they were promised and what not
/// to ask again, then where it stands.
struct CaseCardView {
  private let found: CaseCard
  /// A card.
  /// - Parameter found: the case.
  init(_ found: CaseCard) { self.found = found }

  private var fields: Document<CaseField> { found.state.fields }

  var card: Card {
    var card = Card()
    for caller in found.callers {
      let lines = CallerLines(caller, found.words)
      let party = "party \(Terminal.short(caller.party))"
      card.add("who", [lines.name, party].compactMap { $0 }.joined(separator: "; "), style: .bold)
      card.add("reach", lines.endpoints, style: .bold)
      card.add("address", lines.addresses)
      card.add("prefers", Phrase.code(caller.preferences[.preferredChannel]), style: .bold)
    }
    card.add("wrote from", found.words.first(found.sender))
    let spoken = found.language
    card.add("language", spoken.map { Terminal.plain($0) }, style: spoken == "en" ? nil : .bold)
    let needs = found.needs.compactMap { found.words.shown($0) }.map { Terminal.cut($0, 320) }
    card.add("needs", needs, style: .bold)
    let others = fields.texts(.participants).count - found.callers.count
    if others > 0 { card.add("", "and \(others) more") }
    card.gap()
    standing(&card)
    card.add("where", found.words.first(found.place))
    card.add("in words", found.words.lines(of: found.own))
    let reason = found.reason
    let why = [Phrase.code(reason?[.code]), found.words.quoted(reason?[.words])].compactMap { $0 }
    card.add("passed on", why.joined(separator: ": "))
    if let setback = found.setback {
      card.add("came back", step(setback, names: true), style: .red)
    } else {
      card.add("expected", found.words.quoted(reason?[.expected]), style: .bold)
    }
    lately(&card)
    card.add("promised", Standing.lines(found.promises, at: found.view, found.words))
    card.gap()
    known(&card)
    card.gap()
    card.add("contacts", contacts)
    let lost = found.matter.texts(.findings).map { $0.prefix { $0 != "@" } }
    let kinds = Dictionary(grouping: lost) { $0 }.mapValues(\.count).sorted { $0.key < $1.key }
    card.add(
      "lost",
      kinds.map { kind, count in
        Phrase.code(String(kind)) + (count > 1 ? " ×\(count)" : "")
      }.joined(separator: ", "), style: .red)
    card.add("withheld", found.words.withheldLine, style: .dim)
    return card
  }

  private func standing(_ card: inout Card) {
    if let root = fields[.mergedInto]?.string {
      card.add("merged", "into \(Terminal.safe(root)); look at that one", style: .yellow)
    }
    let priority = Phrase.code(fields[.priority]).map { "\($0) priority" }
    let opened = fields[.opened].map { _ in "opened \(fields.time(.opened, .openedAsRecorded))" }
    let closed = fields[.closed].map { _ in "closed \(fields.time(.closed, .closedAsRecorded))" }
    let status = [Phrase.end(fields[.status], said: fields.ending), priority, opened, closed]
    card.add("status", status.compactMap { $0 }.joined(separator: ", "), style: .bold)
    waiting(&card)
    card.add(
      "service",
      Phrase.service(fields[.service] ?? found.service.service, under: found.service.heading),
      style: .bold)
    let place = [fields[.department], fields[.queue], fields[.owner]].compactMap { $0?.string }
    card.add("with", place.map(Terminal.short).joined(separator: ", "))
    if let due = fields[.due] {
      let said = found.isOnTime.map { $0 ? "on time" : "not on time" }
      let standing = said ?? found.standing?.verdict
      let isLate = if case .late? = found.standing { true } else { false }
      card.add(
        "due", Phrase.time(due) + (standing.map { " (\($0))" } ?? ""), style: isLate ? .red : nil)
    }
    if let end = fields.parts(.resolutions, of: ResolutionField.self).last {
      // Of a case that is over its status says which end it was.
      let code = fields.ending == nil && end[.resolution] != "resolved" ? end[.resolution] : nil
      let words = found.words.words(found.resolution).map { ": \($0)" } ?? ""
      card.add(
        "resolved",
        (Phrase.code(code).map { "\($0), " } ?? "") + Phrase.time(end[.time]) + words)
    }
    reopened(&card)
  }

  private func waiting(_ card: inout Card) {
    guard let waiting = found.waiting else { return }
    let until = waiting[.until].map { ", until \(Phrase.time($0))" } ?? ""
    let who = waiting[.agent]?.string.map { ", put aside by \(Terminal.short($0))" } ?? ""
    let why = [Phrase.code(waiting[.code]), found.words.words(waiting[.words])].compactMap { $0 }
    card.add(
      "waits",
      "since \(Phrase.time(of: waiting, .time, flags: .flags))\(until)\(who)"
        + (why.isEmpty ? "" : ": \(why.joined(separator: ", "))"), style: .yellow)
  }

  private func reopened(_ card: inout Card) {
    guard let last = found.reopening else { return }
    let count = fields[.reopens]?.int ?? 1
    let why = [Phrase.code(last[.code]), found.words.words(last[.words])].compactMap { $0 }
    card.add(
      "reopened",
      Phrase.time(of: last, .time, flags: .flags)
        + (count > 1 ? ", the last of \(count) times" : "")
        + (why.isEmpty ? "" : ": \(why.joined(separator: ", "))"), style: .yellow)
  }

  /// What was done last and why; of what says no more than other lines, nothing.
  private func lately(_ card: inout Card) {
    for (what, name, style) in CaseCardView.lately {
      guard let last = found.lately.first(where: { $0[.what]?.string == what }) else { continue }
      let isTold = last[.code] != nil || found.words.words(last[.words]) != nil
      if isTold || what == "not_delivered" || what == "escalated" {
        card.add(name, step(last), style: style)
      }
    }
  }

  private static let lately: [(what: String, name: String, style: Terminal.Style?)] = [
    ("escalated", "escalated", .yellow), ("assigned", "assigned", nil),
    ("call_attempted", "call tried", .yellow), ("not_delivered", "NOT SENT", .red),
    ("noted", "last note", nil), ("preference_set", "preference", nil),
  ]

  /// When something was done, by whom, and why.
  private func step(_ step: Document<StepField>, names: Bool = false) -> String {
    let what = names ? Phrase.code(step[.what]).map { " \($0)" } ?? "" : ""
    let who = step[.agent]?.string.map { " by \(Terminal.short($0))" } ?? ""
    let why = [Phrase.code(step[.code]), found.words.quoted(step[.words])].compactMap { $0 }
    return Phrase.time(of: step, .time, flags: .flags) + what + who
      + (why.isEmpty ? "" : ": \(why.joined(separator: ", "))")
  }

  private func known(_ card: inout Card) {
    let asking = found.asking
    card.add("DO NOT ASK", asking.known.map(fact), style: .bold)
    card.add(
      "ask again",
      asking.stale.map { "\(fact($0)), \(Asking.reason($0))" }
        + asking.forgotten.map { "\(Phrase.code($0.key)), \($0.word)" })
    card.add("open", asking.open.map(Phrase.code).joined(separator: ", "))
  }

  private func fact(_ value: Document<FactField>) -> String {
    let key = Phrase.code(value.name)
    let check = value[.verified] == true ? " ✓" : ""
    let words = found.words.shown(value[.value]).map { ": \(Terminal.cut($0, 320))" } ?? ""
    return key + words + check + (found.asking.isRepeated(value) ? Phrase.askedAgain : "")
  }

  /// The legs, the newest first.
  ///
  /// Where a conversation changed its channel and its legs do not say so, the first of them says all.
  private var contacts: [String] {
    let legs = found.matter.parts(.legs, of: LegField.self)
    let own = Dictionary(grouping: legs) { $0[.conversation]?.string }
    func channel(_ leg: Document<LegField>) -> String? {
      let id = leg[.conversation]?.string
      let others = own[id] ?? []
      guard let way = id.flatMap({ found.ways[$0] }), others.first == leg,
        !Set(way).isSubset(of: others.compactMap { $0[.channel]?.string })
      else { return Phrase.code(leg[.channel]) }
      return Phrase.way(way)
    }
    let shown = legs.suffix(CaseCard.legs).reversed().map { leg in
      let words = [channel(leg), Phrase.end(leg[.resolved], said: leg[.outcome])]
        .compactMap { $0 }
      let people = [leg[.queue], leg[.agent]].compactMap { $0?.string.map(Terminal.short) }
      return ([Phrase.time(of: leg, .from, flags: .flags)] + words + people).joined(separator: "  ")
    }
    let more = legs.count - shown.count
    return shown + (more > 0 ? ["and \(more) before these"] : [])
  }
}

extension Document where Field == CaseField {
  /// A time of a case, and whether it is only that of recording, because no source said one.
  func time(_ field: CaseField, _ flag: CaseFlag) -> String {
    let isRecorded = self[field] != nil && texts(.flags).contains(flag.rawValue)
    return Phrase.time(self[field]) + (isRecorded ? Phrase.asRecorded : "")
  }
}
