internal import InteractionModel
internal import Yams

extension MappingReader {
  /// Reads a value: the name of a column, a `{column: …}`, `{const: …}` or `{mint: …}`, or a list
  /// of them of which the first that is there counts.
  mutating func value(_ node: Node) -> MappingValue? {
    switch node {
    case .sequence(let sequence):
      let terms = sequence.compactMap { term($0) }
      return terms.isEmpty ? nil : MappingValue(terms: terms)
    default: return term(node).map { MappingValue(terms: [$0]) }
    }
  }

  private mutating func term(_ node: Node) -> MappingTerm? {
    if case .scalar(let scalar) = node {
      return MappingTerm(origin: .column(column(scalar.string, node)))
    }
    var term: MappingTerm?
    var table: Int?
    var (stripPrefix, stripSuffix, prefix, split): (String?, String?, String?, String?)
    var (stripZeros, padZeros, mint) = (false, 0, String?.none)
    var separator = " "
    var formats: (list: [TimeFormat], node: Node)?
    for member in members(node, of: .value) {
      if member.key == "formats" {
        formats = (self.formats(member.value), member.value)
        continue
      }
      if member.key == "join" {
        let values = elements(member.value, of: "join").compactMap { value($0) }
        if values.count < 2 { report(member.value, "join takes two values or more") }
        term = MappingTerm(origin: .join(values))
        continue
      }
      let text = text(member.value, of: member.key) ?? ""
      switch member.key {
      case "column": term = MappingTerm(origin: .column(column(text, member.value)))
      case "previous": term = MappingTerm(origin: previous(text, member.value))
      case "const": term = MappingTerm(origin: .const(text))
      case "mint": mint = text
      case "table": table = self.table(text, member.value)
      case "stripPrefix": stripPrefix = text
      case "stripSuffix": stripSuffix = text
      case "stripZeros": stripZeros = truth(member.value, of: "stripZeros")
      case "padZeros":
        padZeros = Int(text) ?? -1
        if !(0...40).contains(padZeros) {
          report(member.value, "padZeros must be a number of digits")
          padZeros = 0
        }
      case "prefix": prefix = text
      case "with": separator = text
      default: split = text
      }
    }
    if let mint { checkMint(mint, node, isOf: term?.origin) }
    if let mint, term == nil { term = MappingTerm(origin: .mint(mint)) }
    guard var term else {
      report(node, "a value needs “column”, “previous”, “const”, “mint” or “join”")
      return nil
    }
    switch term.origin {
    case .column, .join: term.isMinted = mint != nil
    case .previous, .const, .mint: break
    }
    term.separator = separator
    term.table = table
    term.stripPrefix = stripPrefix
    term.stripSuffix = stripSuffix
    term.stripZeros = stripZeros
    term.padZeros = padZeros
    term.prefix = prefix
    term.split = split
    if let formats {
      if let column = term.origin.columns.first {
        setFormats(formats.list, of: column, formats.node)
      } else {
        report(formats.node, "“formats” says how a column is written; there is none here")
      }
    }
    return term
  }

  /// Reports a `mint` of nothing, and one that would be taken for another than it is.
  private mutating func checkMint(_ name: String, _ node: Node, isOf origin: MappingTerm.Origin?) {
    let member = members(node, of: MappingSection.value.name).first { $0.key == "mint" }
    switch origin {
    case nil:
      if name == "true" || member.map({ isNull($0.value) }) ?? false {
        report(
          member?.value ?? node,
          """
          “mint” has nothing to make an id of: give it a name (`mint: ""` is the row's own), or a \
          “column” or “join” beside it
          """)
      }
    case .column?, .join?:
      if name != "true" {
        report(
          member?.value ?? node,
          "“mint” beside “column” or “join” is `true`, which makes an id of their text")
      }
    case .const?, .previous?, .mint?:
      report(
        member?.value ?? node,
        "“mint” makes ids of a “column” or a “join”, not of “const” or “previous”")
    }
  }

  /// Reports constants and table entries that a place cannot take.
  mutating func check(
    _ value: MappingValue, at node: Node, _ expected: String, _ admits: (String) -> Bool
  ) {
    for term in value.terms {
      if case .const(let text) = term.origin, term.table == nil, !admits(text) {
        report(node, "“\(text)” is not \(expected)")
      }
      guard let place = term.table else { continue }
      let table = mapping.tables[place]
      let words = Set(table.values.values).union(table.fallback.map { [$0] } ?? [])
      // An empty word in a table means that there is no value.
      for word in words.sorted() where !word.isEmpty && !admits(word) {
        report(node, "“\(word)” in the table \(table.name) is not \(expected)")
      }
    }
  }

  // MARK: Conditions

  /// Reads a condition; a list of conditions must all hold.
  mutating func condition(_ node: Node) -> MappingCondition? {
    if case .sequence(let sequence) = node {
      if sequence.isEmpty { report(node, "a list of conditions is empty, which says nothing") }
      return .all(sequence.compactMap { condition($0) })
    }
    let parts = members(node, of: .condition)
    for part in parts {
      switch part.key {
      case "all", "any", "none":
        let list = elements(part.value, of: part.key)
        if list.isEmpty { report(part.node, "“\(part.key)” lists no condition") }
        let inner = list.compactMap { condition($0) }
        if parts.count > 1 { report(node, "“\(part.key)” must stand alone in its condition") }
        return part.key == "all" ? .all(inner) : part.key == "any" ? .any(inner) : .none(inner)
      case "first":
        if parts.count > 1 { report(node, "“first” must stand alone in its condition") }
        usesGroup(part.node)
        return .first(truth(part.value, of: "first"))
      case "before", "differ":
        let values = elements(part.value, of: part.key).compactMap { value($0) }
        let isTime = part.key == "before"
        guard values.count == 2, parts.count == 1 else {
          let form = isTime ? "[earlier, later]" : "[one, other]"
          report(node, "“\(part.key)” takes two values, \(form), and stands alone")
          return nil
        }
        guard isTime else { return .differ(values[0], values[1]) }
        for value in values { markTimes(value) }
        return .before(values[0], values[1])
      default: continue
      }
    }
    return comparison(node, parts)
  }

  private mutating func comparison(
    _ node: Node, _ parts: [(key: String, node: Node, value: Node)]
  ) -> MappingCondition? {
    let names = parts.filter { $0.key == "column" || $0.key == "previous" }
    guard names.count == 1, let name = names.first,
      let column = text(name.value, of: name.key)
    else {
      report(
        node,
        """
        a condition needs one of “column”, “previous”, “first”, “all”, “any”, “none”, “before” and \
        “differ”
        """)
      return nil
    }
    var term = MappingTerm(
      origin: name.key == "previous"
        ? previous(column, name.value) : .column(self.column(column, name.value)))
    var conditions: [MappingCondition] = []
    let comparisons = parts.map(\.key).filter { ["equals", "in", "not", "notIn"].contains($0) }
    if comparisons.count > 1, comparisons.contains("equals") || comparisons.contains("in") {
      report(
        node,
        """
        “\(comparisons.joined(separator: "” and “"))” look at one column; “equals” and “in” say already \
        which words it may be, so keep one of them
        """)
    }
    if let named = parts.first(where: { $0.key == "table" }),
      let text = text(named.value, of: "table")
    {
      term.table = table(text, named.value)
    }
    let value = MappingValue(terms: [term])
    for part in parts {
      switch part.key {
      case "present": conditions.append(.present(value, truth(part.value, of: "present")))
      case "equals", "not":
        guard let word = text(part.value, of: part.key) else { continue }
        check(word, isGivenBy: term, part.value)
        conditions.append(.oneOf(value, [word], part.key == "equals"))
      case "in", "notIn":
        let list = elements(part.value, of: part.key)
        if list.isEmpty { report(part.node, "“\(part.key)” lists no word") }
        let words = list.compactMap { element in
          text(element, of: "a value").map { word in
            check(word, isGivenBy: term, element)
            return word
          }
        }
        conditions.append(.oneOf(value, Set(words), part.key == "in"))
      default: continue
      }
    }
    if conditions.isEmpty {
      report(node, "a condition on a column needs present, equals, not, in or notIn")
      return nil
    }
    return conditions.count == 1 ? conditions[0] : .all(conditions)
  }

  /// Reports a word that a condition compares with and its table never gives; an empty one means
  /// that there is no value.
  private mutating func check(_ word: String, isGivenBy term: MappingTerm, _ node: Node) {
    guard let table = term.table.map({ mapping.tables[$0] }), !word.isEmpty else { return }
    let words = Set(table.values.values).union(table.fallback.map { [$0] } ?? [])
    guard !words.contains(word) else { return }
    report(
      node,
      "“\(word)” is no word that the table “\(table.name)” gives; "
        + MappingReader.known(words.subtracting([""]).sorted(), nearest: word))
  }
}
