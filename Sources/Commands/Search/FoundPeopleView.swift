internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Projections
internal import Queries
internal import Search

/// Who is meant, as an agent takes it in.
struct FoundPeopleView {
  private let found: FoundPeople

  init(_ found: FoundPeople) { self.found = found }

  func show() {
    for person in found.people {
      let name = Terminal.safe(person.name ?? "no name known")
      let line = "\(name)  party \(Terminal.safe(person.party))"
      for line in Card.wrapped(line, Terminal.page) {
        print(line.replacing(name, with: Terminal.styled(name, .bold), maxReplacements: 1))
      }
      card(person).show()
      print("")
    }
    for place in found.places {
      Terminal.say("\(place.kind.rawValue) \(Terminal.safe(place.id)): nobody knows whose")
    }
    if !found.beginnings.isEmpty {
      print("Several ids begin so; type more of one:")
      for entity in found.beginnings {
        print("  \(entity.kind.rawValue) \(Terminal.safe(entity.id))")
      }
      if found.count.number > found.beginnings.count { print("  … \(found.count) in all") }
    }
    if found.isMore {
      print(Terminal.styled("more are known by it: say more of it, or --limit", .dim))
    }
    if let count = found.tooShort {
      print(tooShort(count))
    } else if found.isEmpty {
      print(found.incomplete.isEmpty ? "Nobody is known by that." : "Nobody was found so far.")
    }
    if let line = incomplete { Terminal.note(line) }
  }

  /// What it takes to tell who is meant.
  private func tooShort(_ count: NamedCount) -> String {
    let begin =
      switch count.number {
      case 0: "That is too short to tell anybody by"
      case 1: "1 id begins so"
      default: "\(count) ids begin so"
      }
    return """
      \(begin). Type at least \(FoundPeople.shortest) characters of an id,
      or a whole number, address or code.
      """
  }

  /// What may still be missing; nil when nothing is.
  private var incomplete: String? {
    guard let head = found.incomplete.first?.head else { return nil }
    let parts = found.incomplete.map { "\($0.what) at \($0.position)" }.joined(separator: ", ")
    return "incomplete: \(parts) of \(head) records; \(Remedy.Task.project.command) goes on"
  }

  private func card(_ person: FoundPerson) -> Card {
    var card = Card()
    card.add("reached by", texts(person.contacts.filter { !$0.isEarlier }))
    card.add("before", texts(person.contacts.filter(\.isEarlier)), style: .dim)
    card.add("last touch", person.lastTouch.map { Phrase.touch(.string($0), at: found.view.now) })
    card.add("open", person.cases.map(words), style: .bold)
    card.add("promised", Standing.lines(person.promises, at: found.view))
    card.add("found by", person.because.prefix(3).map(words))
    return card
  }

  private func texts(_ contacts: [Caller.Contact]) -> String {
    contacts.map { Terminal.safe($0.text) }.joined(separator: ", ")
  }

  private func words(_ known: FoundPerson.OpenCase) -> String {
    let title = known.title.map { "  “\(Terminal.lines($0))”" } ?? ""
    return "\(Terminal.safe(known.id))  \(Phrase.code(known.status))\(title)"
  }

  private func words(_ because: FoundPerson.Because) -> String {
    switch because {
    case .id(let entity): "\(entity.kind.rawValue) \(Terminal.safe(entity.id))"
    case .handoff(let id): "hand-off \(Terminal.safe(id))"
    case .identifier(let position): "what they are known by, said @\(position)"
    case .text(let kind, let conversation, let position):
      "\(kind.rawValue)\(conversation.map { " in conversation \(Terminal.short($0))" } ?? ""), "
        + "@\(position)"
    }
  }
}
