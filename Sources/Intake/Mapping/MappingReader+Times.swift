internal import Yams

extension MappingReader {
  /// Reads `time`: the zone, the formats of all columns that have none of their own, the century.
  mutating func readTime(_ node: Node) {
    let members = members(node, of: .time)
    // Two-digit years in formats need it, wherever it stands.
    if let member = members.first(where: { $0.key == "pivot" }) {
      pivot = text(member.value, of: "pivot").flatMap { Int($0) } ?? 0
      if !(1000...9900).contains(pivot) {
        report(
          member.value,
          "pivot must be the first of the hundred years that yy can mean, in four digits such as 1970"
        )
        pivot = TimeFormat.usualPivot
      }
    }
    for member in members {
      switch member.key {
      case "zone":
        guard let name = text(member.value, of: "zone") else { continue }
        mapping.zone = name
        if ZoneResolver(identifier: name) == nil {
          report(
            member.value,
            "“\(name)” is no time zone here; use an IANA name such as America/New_York (and "
              + "install tzdata where it is missing)")
        }
      case "formats": mapping.formats = formats(member.value)
      default: continue
      }
    }
  }

  /// Reads a list of formats, or one.
  mutating func formats(_ node: Node) -> [TimeFormat] {
    var nodes = [node]
    if case .sequence(let sequence) = node { nodes = Array(sequence) }
    if nodes.isEmpty { report(node, "formats lists no format") }
    return nodes.compactMap { element in
      guard let text = text(element, of: "a format") else { return nil }
      if let format = TimeFormat(text, pivot: pivot) { return format }
      let words = TimeFormat.words.map(\.word).joined(separator: ", ")
      let letters = TimePattern.letters.map(\.letters).joined(separator: " ")
      report(element, "“\(text)” is no time format; known are \(words) and the letters \(letters)")
      return nil
    }
  }

  /// Says of a column how its times are written; a column is written in one way in the whole file.
  mutating func setFormats(_ formats: [TimeFormat], of column: Int, _ node: Node) {
    if let known = mapping.columns[column].formats, known != formats {
      report(
        node,
        "“\(mapping.columns[column].name)” has other formats elsewhere in the mapping; give them once"
      )
    }
    mapping.columns[column].formats = formats
  }

  /// Remembers that times are read from the columns of a value.
  mutating func markTimes(_ value: MappingValue?) {
    for term in value?.terms ?? [] {
      for column in term.origin.columns { mapping.columns[column].isTime = true }
    }
  }
}
