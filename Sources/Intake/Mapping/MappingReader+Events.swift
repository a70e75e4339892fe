internal import InteractionModel
internal import Yams

extension MappingReader {
  /// Reads the events of a mapping; what `defaults` says holds for events that do not say it.
  mutating func readEvents(_ node: Node, defaults: Node?) {
    var usual: [String: Node] = [:]
    if let defaults {
      for member in members(defaults, of: .defaults) {
        usual[member.key] = member.value
      }
    }
    mapping.usualCase = usual["case"].flatMap { value($0) }
    var names: Set<String> = []
    let list = elements(node, of: "events")
    for element in list {
      let template = event(element, usual)
      if !names.insert(template.name).inserted {
        report(element, "the event name “\(template.name)” stands twice")
      }
      mapping.events.append(template)
    }
    if mapping.events.isEmpty { report(node, "events lists no event") }
    for (template, element) in zip(mapping.events, list) { check(template, element, among: names) }
  }

  /// Reports what an event can never come after.
  private mutating func check(_ template: EventTemplate, _ node: Node, among names: Set<String>) {
    for name in template.after.sorted() {
      if name == template.name {
        report(
          node,
          """
          “\(name)” comes after itself, so that it is never said; name the events that say another \
          state
          """)
      } else if !names.contains(name) {
        report(
          node,
          """
          “\(template.name)” comes after “\(name)”, which is no event here; known are \
          \(names.sorted().joined(separator: ", "))
          """)
      }
    }
  }

  private mutating func event(_ node: Node, _ usual: [String: Node]) -> EventTemplate {
    var template = EventTemplate()
    var found = usual
    for member in members(node, of: .event) {
      found[member.key] = member.value
    }
    for key in ["name", "type", "stream"] where found[key] == nil {
      report(node, "“\(key)” is missing in an event")
    }
    if let name = found["name"], let text = text(name, of: "name") {
      template.name = text
      if !EntityKey.isValid(id: text) { report(name, "an event name is one word") }
    }
    var kinds: [String: FieldKind] = [:]
    if let type = found["type"], let text = text(type, of: "type") {
      template.type = EventType(text)
      if template.type.isReserved {
        report(type, "events of the type “\(text)” are a log's own; no source says them")
      } else if let fields = EventCatalogue.fields(of: template.type) {
        kinds = fields
      } else {
        let nearest = NearestWords.words(to: text, among: CatalogueType.names)
        report(
          type,
          "“\(text)” is no event type of the vocabulary; the nearest: \(CSVHeader.list(nearest))")
      }
    }
    // The type decides the body; the rest may come in any order.
    for (key, value) in found.sorted(by: { $0.key < $1.key }) where !isNull(value) {
      envelope(key, value, &template)
      content(key, value, kinds, &template)
    }
    let sealed = template.parts.flatMap { $0.fields.map(\.name) }
    for term in UnknownTerm.misspelt(sealed: sealed, of: template.type) {
      mapping.notes.append(
        IntakeNote(
          file: mapping.name, line: found["sealed"]?.mark?.line,
          text: "\(term.reason); \(term.remedy)"))
    }
    let entity =
      switch template.stream {
      case .conversation: template.conversation
      case .party: template.party
      default: template.matter
      }
    if entity == nil, found["stream"] != nil {
      report(
        found["stream"],
        "the stream is of the \(template.stream.rawValue), but the event does not say which")
    }
    return template
  }

  private mutating func envelope(_ key: String, _ node: Node, _ template: inout EventTemplate) {
    switch key {
    case "stream":
      switch text(node, of: "stream") {
      case "case": template.stream = .case
      case "conversation": template.stream = .conversation
      case "party": template.stream = .party
      default: report(node, "stream must be case, conversation or party")
      }
    case "conversation": template.conversation = value(node)
    case "case": template.matter = value(node)
    case "party": template.party = value(node)
    case "occurred":
      template.occurred = value(node)
      markTimes(template.occurred)
    case "correlation": template.correlation = value(node)
    case "department":
      template.department = value(node)
      check(template.department, node, "a name") { EnvelopeRule.admits(department: $0) }
    case "channel":
      template.channel = value(node)
      let known = Channel.allCases.map(\.rawValue).joined(separator: ", ")
      check(template.channel, node, "a channel; known are \(known)") {
        Channel(rawValue: $0) != nil
      }
    case "direction":
      template.direction = value(node)
      check(template.direction, node, "inbound, outbound or internal") {
        Direction(rawValue: $0) != nil
      }
    case "actor":
      for member in members(node, of: .actor) {
        if member.key == "id" {
          template.actorID = value(member.value)
          continue
        }
        template.actorType = text(member.value, of: "type")
        if template.actorType.map(EntityKey.isValid(id:)) == false {
          report(member.value, "the type of an actor is one word")
        }
      }
      if template.actorType == nil { report(node, "an actor needs a “type”") }
    default: break
    }
  }

  private mutating func check(
    _ value: MappingValue?, _ node: Node, _ expected: String, _ admits: (String) -> Bool
  ) {
    if let value { check(value, at: node, expected, admits) }
  }

  private mutating func content(
    _ key: String, _ node: Node, _ kinds: [String: FieldKind], _ template: inout EventTemplate
  ) {
    switch key {
    case "schema":
      template.schema = text(node, of: "schema").flatMap { Int($0) } ?? 0
      if template.schema < 1 { report(node, "schema must be a number from 1") }
    case "when": template.when = condition(node) ?? .all([])
    case "after":
      if case .sequence = node {
        template.after = Set(elements(node, of: key).compactMap { text($0, of: "an event name") })
      } else if let name = text(node, of: key) {
        template.after = [name]
      }
    case "versioned": template.isVersioned = truth(node, of: "versioned")
    case "body":
      for member in members(node, of: "body") {
        guard let kind = kinds[member.key] else {
          if !kinds.isEmpty {
            let nearest = NearestWords.words(to: member.key, among: kinds.keys.sorted())
            report(
              member.node,
              "“\(member.key)” may not be public in \(template.type); move it to sealed, or name a "
                + "public field, the nearest: \(CSVHeader.list(nearest))")
          }
          continue
        }
        guard let value = value(member.value) else { continue }
        check(value, at: member.value, "of the kind \(kind.rawValue)") { text in
          RowEvaluator.plain(text, kind).map(kind.admits) == true
        }
        if kind == .time { markTimes(value) }
        template.body.append(.init(name: member.key, kind: kind, value: value))
      }
    case "flags":
      for member in members(node, of: "flags") {
        guard let when = condition(member.value) else { continue }
        if !FieldKind.code.admits(.string(member.key)) { report(member.node, "a flag is a code") }
        template.flags.append(.init(name: member.key, when: when))
      }
    case "sealed":
      if case .sequence(let sequence) = node {
        template.parts = sequence.map { part($0) }
      } else {
        checkNoPart(node)
        template.parts = [.init(fields: fields(node))]
      }
    default: break
    }
  }

  /// Reports a part that does not stand in a list, where its keys would be names of sealed data.
  private mutating func checkNoPart(_ node: Node) {
    for member in members(node, of: "sealed") where ["rest", "fields"].contains(member.key) {
      report(
        member.node,
        """
        “\(member.key)” belongs to a part, and parts stand in a list: `sealed: [{\(member.key): …}]`
        """)
    }
  }

  private mutating func part(_ node: Node) -> EventTemplate.Part {
    var part = EventTemplate.Part()
    for member in members(node, of: .part) {
      switch member.key {
      case "participant": part.participant = value(member.value)
      case "party": part.party = value(member.value)
      case "fields": part.fields = fields(member.value)
      default: part.rest = text(member.value, of: "rest")
      }
    }
    return part
  }

  private mutating func fields(_ node: Node) -> [(name: String, value: MappingValue)] {
    members(node, of: "sealed").compactMap { member in
      value(member.value).map { (member.key, $0) }
    }
  }
}
