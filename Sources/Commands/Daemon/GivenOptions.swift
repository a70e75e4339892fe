internal import ArgumentParser
internal import Foundation
internal import InteractionModel
internal import Yams

/// What the environment and a file say of a daemon's options.
///
/// Each becomes an argument behind those of the command line, unless it stands there already, so that one
/// parser reads them all and says of each what is wrong with it.
struct GivenOptions: Sendable {
  /// What the command that runs was given.
  @TaskLocal static var current = GivenOptions()

  /// An option, and who gave it.
  struct Option: Sendable {
    let name: String
    let value: String
    /// A variable, or a line of a file.
    let place: String
  }

  private(set) var options: [Option] = []
  private let typed: Set<String>

  private init() {
    typed = []
  }

  /// Reads what is given beside the arguments of a command line.
  /// - Parameters:
  ///   - arguments: the command line.
  ///   - environment: the environment.
  /// - Throws: ``ConfigurationFault`` with everything that is wrong, or what reading the file throws.
  init(beside arguments: [String], environment: [String: String]) throws {
    typed = Set(
      arguments.filter { $0.hasPrefix("--") }.map { argument in
        String(argument.dropFirst(2).prefix { $0 != "=" })
      })
    let variables = ServeOptions.named.compactMap { option in
      let variable = GivenOptions.variable(option.name)
      return environment[variable].map { Option(name: option.name, value: $0, place: variable) }
    }
    let file = GivenOptions.file(in: arguments) ?? environment[GivenOptions.variable("config")]
    var faults: [String] = []
    let lines = try file.map { try GivenOptions.read($0, &faults) } ?? []
    // The environment goes before the file.
    for option in variables + lines where !names(option.name) {
      if let fault = GivenOptions.fault(in: option) {
        faults.append("\(option.place): \(fault)")
      } else {
        options.append(option)
      }
    }
    guard faults.isEmpty else { throw ConfigurationFault(lines: faults) }
  }

  private static func variable(_ name: String) -> String {
    "THROUGHLINE_\(name.uppercased().replacing("-", with: "_"))"
  }

  private static func file(in arguments: [String]) -> String? {
    if let written = arguments.first(where: { $0.hasPrefix("--config=") }) {
      return String(written.dropFirst("--config=".count))
    }
    return arguments.firstIndex(of: "--config").flatMap { index in
      arguments.indices.contains(index + 1) ? arguments[index + 1] : nil
    }
  }

  private func names(_ name: String) -> Bool {
    // Two that say the same thing: what is typed goes before what is given of either.
    let rivals = ["master-key-file": "master-key-command", "master-key-command": "master-key-file"]
    let taken = typed.union(options.map(\.name))
    return taken.contains(name) || rivals[name].map(taken.contains) == true
  }

  /// What of an option's value cannot be, in the parser's words; nil when it can.
  private static func fault(in option: Option) -> String? {
    guard isFlag(option.name) else {
      do {
        _ = try ServeOptions.parse(["--\(option.name)=\(option.value)"])
        return nil
      } catch {
        return ServeOptions.message(for: error)
      }
    }
    return ["true", "false"].contains(option.value)
      ? nil : "\(option.name) is true or false, not “\(Terminal.safe(option.value))”"
  }

  private static func isFlag(_ name: String) -> Bool {
    ServeOptions.named.contains { $0.name == name && $0.isFlag }
  }

  /// The arguments that they are.
  var arguments: [String] {
    options.compactMap { option in
      guard GivenOptions.isFlag(option.name) else { return "--\(option.name)=\(option.value)" }
      return option.value == "true" ? "--\(option.name)" : nil
    }
  }

  /// Who says what an option is.
  func place(of name: String) -> String {
    if typed.contains(name) { return "command line" }
    return options.first { $0.name == name }?.place ?? "default"
  }

  // MARK: The file

  private static func read(_ path: String, _ faults: inout [String]) throws -> [Option] {
    let text = String(
      decoding: try RegularFile(path).contents(limit: 1 << 20), as: UTF8.self)
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      faults.append("\(path): \(said(error))")
      return []
    }
    guard let root, root.null == nil else { return [] }
    guard let mapping = root.mapping else {
      faults.append("\(path): it is no list of options, as in `listen: 127.0.0.1:8787`")
      return []
    }
    var options: [Option] = []
    let known = ServeOptions.named.map(\.name)
    for (key, value) in mapping {
      let place = "\(path):\(key.mark?.line ?? 0)"
      let name = key.string ?? ""
      guard known.contains(name) else {
        let nearest = NearestWords.words(to: name, among: known).first.map { "; nearest: \($0)" }
        faults.append("\(place): there is no option “\(Terminal.safe(name))”\(nearest ?? "")")
        continue
      }
      guard let scalar = value.scalar else {
        faults.append("\(place): \(name) takes one value")
        continue
      }
      options.append(Option(name: name, value: scalar.string, place: place))
    }
    return options
  }

  private static func said(_ error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _)?, .parser(_, let problem, let mark, _)?,
      .composer(_, let problem, let mark, _)?:
      "line \(mark.line) is not YAML: \(problem)"
    case .duplicatedKeysInMapping(let keys, _)?:
      "an option stands there twice: \(keys.joined(separator: ", "))"
    default: "it is not YAML that can be read"
    }
  }
}

/// Options in a file or the environment that cannot be, each with its place.
struct ConfigurationFault: Error {
  let lines: [String]
}
