internal import InteractionModel
internal import Yams

/// Reads a mapping file and finds all its mistakes in one go.
struct MappingReader {
  private(set) var problems: [MappingProblem] = []
  var mapping = Mapping()
  /// The first of the hundred years that two digits of a year can mean.
  var pivot = TimeFormat.usualPivot
  private var columnPlaces: [String: Int] = [:]
  /// The columns that a file may lack, and where the mapping lists them.
  private var optionals: [(name: String, node: Node)] = []
  /// Where a row is first compared with others of its group.
  private var groupUse: Node?

  /// Reads a mapping.
  /// - Parameters:
  ///   - text: YAML.
  ///   - name: of the file, for messages.
  /// - Returns: the mapping, without a mistake.
  /// - Throws: ``IntakeError/mapping(name:problems:)`` with all mistakes.
  static func read(_ text: String, name: String) throws(IntakeError) -> Mapping {
    var reader = MappingReader()
    reader.mapping.name = name
    do {
      guard let root = try Yams.compose(yaml: text) else {
        throw IntakeError.mapping(
          name: name, problems: [MappingProblem(line: nil, message: "the file is empty")])
      }
      reader.readRoot(root)
    } catch let error as IntakeError {
      throw error
    } catch {
      let twice = keysThatStandTwice(in: text)
      throw .mapping(name: name, problems: twice.isEmpty ? [problem(of: error)] : twice)
    }
    guard reader.problems.isEmpty else {
      throw .mapping(name: name, problems: reader.problems)
    }
    return reader.mapping
  }

  private static func problem(of error: any Error) -> MappingProblem {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _)?, .parser(_, let problem, let mark, _)?,
      .composer(_, let problem, let mark, _)?:
      MappingProblem(line: mark.line, message: "not YAML: \(problem)")
    default: MappingProblem(line: nil, message: "not YAML that can be read")
    }
  }

  /// All keys that stand twice, where YAML ends at the first: each is called otherwise, and the text is
  /// read once more.
  private static func keysThatStandTwice(in text: String) -> [MappingProblem] {
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String.UnicodeScalarView($0) }
    var problems: [MappingProblem] = []
    while problems.count < 100,
      let (key, mark) = keyThatStandsTwice(in: lines.map(String.init).joined(separator: "\n")),
      lines.indices.contains(mark.line - 1), mark.column <= lines[mark.line - 1].count
    {
      problems.append(
        MappingProblem(line: mark.line, message: "“\(key)” stands twice here; keep one of them"))
      var line = Array(lines[mark.line - 1])
      let isQuoted = line[mark.column - 1] == "\"" || line[mark.column - 1] == "'"
      line.insert(
        contentsOf: "again\(problems.count) ".unicodeScalars,
        at: mark.column - (isQuoted ? 0 : 1))
      lines[mark.line - 1] = String.UnicodeScalarView(line)
    }
    return problems.sorted { ($0.line ?? 0, $0.message) < ($1.line ?? 0, $1.message) }
  }

  private static func keyThatStandsTwice(in text: String) -> (key: String, mark: Mark)? {
    do {
      _ = try Yams.compose(yaml: text)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      // Sorted, as it is whose place the mark is.
      return keys.first.map { ($0, context.mark) }
    } catch {
      // Told as it is.
    }
    return nil
  }

  mutating func report(_ node: Node?, _ message: String) {
    problems.append(MappingProblem(line: node?.mark?.line, message: message))
  }

  // MARK: Shapes

  /// The members of a mapping node; reports keys that a place does not have.
  mutating func members(
    _ node: Node, of section: MappingSection
  ) -> [(key: String, node: Node, value: Node)] {
    members(node, of: section.name).filter { member in
      guard !section.names.contains(member.key) else { return true }
      report(
        member.node,
        "“\(member.key)” is no key of \(section.name); "
          + MappingReader.known(section.names, nearest: member.key))
      return false
    }
  }

  /// The members of a mapping node, whatever their keys.
  mutating func members(
    _ node: Node, of what: String
  ) -> [(key: String, node: Node, value: Node)] {
    guard case .mapping(let pairs) = node else {
      report(node, "\(what) must be a list of `key: value`")
      return []
    }
    var members: [(key: String, node: Node, value: Node)] = []
    for pair in pairs {
      guard case .scalar(let key) = pair.key else {
        report(pair.key, "a key of \(what) must be a word")
        continue
      }
      members.append((key.string, pair.key, pair.value))
    }
    return members
  }

  /// The words that a place takes, those first that are most like what stands there.
  static func known(_ words: some Sequence<String>, nearest word: String) -> String {
    let nearest = NearestWords.words(to: word, among: words)
    let others = words.filter { !nearest.contains($0) }
    return "known are \((nearest + others).joined(separator: ", "))"
  }

  mutating func elements(_ node: Node, of what: String) -> [Node] {
    guard case .sequence(let sequence) = node else {
      report(node, "\(what) must be a list (`- …` or `[…]`)")
      return []
    }
    return Array(sequence)
  }

  mutating func text(_ node: Node, of what: String) -> String? {
    guard case .scalar(let scalar) = node else {
      report(node, "\(what) must be a text")
      return nil
    }
    return scalar.string
  }

  mutating func truth(_ node: Node, of what: String) -> Bool {
    switch text(node, of: what)?.lowercased() {
    case "true", "yes": return true
    case "false", "no", nil: return false
    default:
      report(node, "\(what) must be true or false")
      return false
    }
  }

  func isNull(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else {
      return false
    }
    return ["~", "null", ""].contains(scalar.string)
  }

  // MARK: The file

  private mutating func readRoot(_ root: Node) {
    var found: [String: Node] = [:]
    for member in members(root, of: .root) { found[member.key] = member.value }
    for key in ["source", "row", "events"] where found[key] == nil {
      report(root, "“\(key)” is missing")
    }
    if let node = found["source"], let text = text(node, of: "source") {
      mapping.source = text
      if !EnvelopeRule.admits(source: text) {
        report(
          node, "source must be the name of the system, one word, never a person's address")
      }
      if ReservedName.isReserved(source: text) {
        report(node, "“\(text)” is what the log calls itself; name the system the file is from")
      }
    }
    if let node = found["csv"] { readCSV(node) }
    if let node = found["time"] { readTime(node) }
    if mapping.formats.isEmpty { mapping.formats = [TimeFormat("iso8601")].compactMap { $0 } }
    if let node = found["nothing"] {
      mapping.nothing = Set(
        elements(node, of: "nothing").compactMap { text($0, of: "a word of nothing") })
    }
    // Tables come before whatever looks things up in them.
    if let node = found["tables"] { readTables(node) }
    if let node = found["row"] { readRow(node) }
    if let node = found["events"] { readEvents(node, defaults: found["defaults"]) }
    if let node = found["otherwise"] {
      switch text(node, of: "otherwise") {
      case "keep": mapping.keepsOthers = true
      case "reject": break
      default: report(node, "otherwise must be keep or reject")
      }
    }
    for (name, node) in optionals where columnPlaces[name] == nil {
      mapping.notes.append(
        IntakeNote(
          file: mapping.name, line: node.mark?.line,
          text: """
            the mapping uses no column “\(name)”, so that it need not be listed as optional; see that \
            its name is not mistyped
            """))
    }
    mapping.comparesRows = groupUse != nil
    if mapping.rowGroup == nil, let node = groupUse {
      report(node, "“first” and “previous” need a “group” under row: what its rows have in common")
    }
  }

  private mutating func readCSV(_ node: Node) {
    for member in members(node, of: .csv) {
      switch member.key {
      case "delimiter":
        guard let text = text(member.value, of: "delimiter") else { continue }
        let bytes = text == "tab" ? [UInt8(ascii: "\t")] : Array(text.utf8)
        if bytes.count == 1, !bytes.contains(where: { [0x0A, 0x0D, 0x22].contains($0) }) {
          mapping.delimiter = bytes[0]
        } else {
          report(member.value, "delimiter must be one ASCII character, or the word tab")
        }
      case "encoding":
        guard let text = text(member.value, of: "encoding") else { continue }
        mapping.encoding = TextEncoding(named: text)
        if mapping.encoding == nil {
          let known = MappingReader.known(TextEncoding.allCases.map(\.rawValue), nearest: text)
          report(member.value, "“\(text)” is no known encoding; \(known)")
        }
      default:
        for element in elements(member.value, of: "optional") {
          guard let name = text(element, of: "a column") else { continue }
          mapping.optionalColumns.insert(name)
          optionals.append((name, element))
        }
      }
    }
  }

  private mutating func readRow(_ node: Node) {
    for member in members(node, of: .row)
    where !isNull(member.value) {
      guard let value = value(member.value) else { continue }
      switch member.key {
      case "id":
        mapping.rowID = value
        noteChoice(of: value, member.value)
      case "version": mapping.rowVersion = value
      default: mapping.rowGroup = value
      }
    }
    if mapping.rowID.terms.isEmpty { report(node, "“id” is missing in row: name its column") }
  }

  /// Says of a row's id what a list of columns means, which is often not what was meant.
  private mutating func noteChoice(of id: MappingValue, _ node: Node) {
    guard id.terms.count > 1 else { return }
    mapping.notes.append(
      IntakeNote(
        file: mapping.name, line: node.mark?.line,
        text: """
          the id of a row is the first of \(id.terms.count) values that is there; if it takes all of \
          them to tell rows apart, write `id: {join: […]}`
          """))
  }

  private mutating func readTables(_ node: Node) {
    for member in members(node, of: "tables") {
      var table = Mapping.Table(name: member.key)
      for part in members(member.value, of: .table) {
        if part.key == "default" {
          table.fallback = text(part.value, of: "default")
          continue
        }
        for entry in members(part.value, of: "values of \(member.key)") {
          table.values[entry.key] = text(entry.value, of: "a value of \(member.key)")
        }
      }
      mapping.tables.append(table)
    }
  }

  // MARK: Columns

  /// The place of a column in ``Mapping/columns``.
  mutating func column(_ name: String, _ node: Node) -> Int {
    if let place = columnPlaces[name] { return place }
    let place = mapping.columns.count
    columnPlaces[name] = place
    mapping.columns.append(Mapping.Column(name: name, line: node.mark?.line))
    return place
  }

  /// A column of the previous row of the group.
  mutating func previous(_ name: String, _ node: Node) -> MappingTerm.Origin {
    usesGroup(node)
    let place = column(name, node)
    mapping.previousColumns.insert(place)
    return .previous(place)
  }

  /// Notes that a row is compared with others of its group.
  mutating func usesGroup(_ node: Node) {
    groupUse = groupUse ?? node
  }

  /// The place of a table in ``Mapping/tables``.
  mutating func table(_ name: String, _ node: Node) -> Int? {
    if let place = mapping.tables.firstIndex(where: { $0.name == name }) { return place }
    let known = mapping.tables.map(\.name)
    report(
      node,
      "there is no table “\(name)”; "
        + (known.isEmpty ? "add it to tables" : MappingReader.known(known, nearest: name)))
    return nil
  }
}
