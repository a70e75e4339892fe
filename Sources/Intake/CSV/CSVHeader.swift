/// The columns of a CSV file under names of which no two are the same, so that nothing of a row
/// overwrites something else.
///
/// Columns that share a name are numbered, `Notes (1)` and `Notes (2)`; one without a name is called
/// by its place, `column 6`.
struct CSVHeader {
  /// The name of each column, in the order of the file.
  let names: [String]
  /// What each name that several columns have became, in the order of the file.
  let shared: [(name: String, names: [String])]
  /// What columns without a name are called.
  let unnamed: [String]

  /// The columns of a header.
  /// - Parameter given: the names as the file has them, without spaces around them.
  init(_ given: [String]) {
    let counts = given.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    var taken = Set(given)
    var seen: [String: Int] = [:]
    var names: [String] = []
    var shared: [String: [String]] = [:]
    for (index, name) in given.enumerated() {
      guard name.isEmpty || counts[name] != 1 else {
        names.append(name)
        continue
      }
      seen[name, default: 0] += 1
      var own = name.isEmpty ? "column \(index + 1)" : "\(name) (\(seen[name] ?? 1))"
      while !taken.insert(own).inserted { own += "_" }
      names.append(own)
      shared[name, default: []].append(own)
    }
    self.names = names
    unnamed = shared.removeValue(forKey: "") ?? []
    self.shared = shared.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// What to say of columns that are called otherwise than in the file.
  func notes(file: String, line: Int) -> [IntakeNote] {
    var texts = shared.map { name, names in
      "\(names.count) columns are called “\(name)”; they are kept as \(CSVHeader.list(names))"
    }
    if !unnamed.isEmpty {
      texts.append(
        unnamed.count == 1
          ? "a column has no name; it is kept as \(CSVHeader.list(unnamed))"
          : "\(unnamed.count) columns have no name; they are kept as \(CSVHeader.list(unnamed))")
    }
    return texts.map { IntakeNote(file: file, line: line, text: $0) }
  }

  /// Names in quotes, a few of them.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "“\($0)”" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
