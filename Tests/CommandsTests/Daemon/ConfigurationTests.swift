import ArgumentParser
import Foundation
import InteractionModel
import Testing

@testable import Commands

@Suite("What a daemon is told")
struct ConfigurationTests {
  private func check(
    _ tool: Tool, _ options: [String] = [], environment: [String: String] = [:]
  ) throws -> Output {
    try tool.start(
      ["check-config"] + options, environment: environment,
      program: Tool.built("throughline-daemon")
    ).finish()
  }

  private func told(_ output: Output, _ name: String) throws -> [String?] {
    let options = try output.json["options"]?.array ?? []
    let option = options.first { $0["name"] == .string(name) }
    return [option?["value"]?.string, option?["from"]?.string]
  }

  @Test("on its command line goes before its environment, and that before its file")
  func order() throws {
    let tool = try Tool()
    let file = try tool.write(
      Array(
        """
        # The city's daemon.
        listen: 127.0.0.1:9001
        sign-every: 500
        drain-timeout: 7
        no-signing: true

        """.utf8), as: "daemon.yaml")
    let output = try check(
      tool, ["--config", file, "--drain-timeout", "9", "--json"],
      environment: ["THROUGHLINE_SIGN_EVERY": "600", "THROUGHLINE_DRAIN_TIMEOUT": "8"])
    #expect(output.code == 0, "\(output.errors)")
    #expect(try told(output, "listen") == ["127.0.0.1:9001", "\(file):2"])
    #expect(try told(output, "sign-every") == ["600", "THROUGHLINE_SIGN_EVERY"])
    #expect(try told(output, "drain-timeout") == ["9", "command line"])
    #expect(try told(output, "no-signing") == ["true", "\(file):5"])
    #expect(try told(output, "sign-within") == ["60", "default"])
    // The file may be named by the environment, too.
    let other = try check(tool, ["--json"], environment: ["THROUGHLINE_CONFIG": file])
    #expect(try told(other, "sign-every") == ["500", "\(file):3"])
  }

  @Test("that cannot be is said with its place, all of it at once, by serve as well")
  func faults() throws {
    let tool = try Tool()
    let file = try tool.write(
      Array("lisen: 1\nlisten: nowhere\nsign-every: [1]\nno-signing: perhaps\n".utf8))
    for command in ["check-config", "serve"] {
      let output = try tool.start(
        [command, "--config", file], environment: ["THROUGHLINE_KEEP_WORDS": "many"],
        program: Tool.built("throughline-daemon")
      ).finish()
      #expect(output.code == 2)
      for words in [
        "\(file):1: there is no option “lisen”; nearest: listen", "\(file):2: --listen takes",
        "\(file):3: sign-every takes one value", "\(file):4: no-signing is true or false",
        "THROUGHLINE_KEEP_WORDS: ",
      ] {
        #expect(output.errors.contains(words), "\(words): \(output.errors)")
      }
    }
    for (text, words) in [
      ("listen: [\n", "is not YAML"), ("- listen\n", "no list of options"),
      ("listen: 127.0.0.1:1\nlisten: 127.0.0.1:2\n", "twice"),
    ] {
      let output = try check(tool, ["--config", try tool.write(Array(text.utf8))])
      #expect(output.code == 2 && output.errors.contains(words), "\(output.errors)")
    }
    #expect(try check(tool, ["--config", "\(tool.directory)/none"]).code == 3)
    #expect(try check(tool, ["--config", try tool.write([])]).code == 0)
  }

  @Test("is looked at with the store and its keys, of which nothing is written")
  func looks() throws {
    let tool = try Tool()
    func looks(_ output: Output) throws -> [String: Bool] {
      try (output.json["looks"]?.array ?? []).reduce(into: [:]) { looks, look in
        looks[look["subject"]?.string ?? ""] = look["ok"] == true
      }
    }
    let fine = try check(tool, ["--json"])
    #expect(fine.code == 0)
    #expect(
      try looks(fine) == ["store": true, "folder": true, "master key": true, "signing key": true])
    #expect(try check(tool).text.contains("signs as test.example/log"))
    let files = FileManager.default
    try files.moveItem(atPath: "\(tool.store)/master.key", toPath: "\(tool.directory)/key")
    let keyless = try check(tool, ["--json"])
    #expect(keyless.code == 1)
    #expect(try looks(keyless)["master key"] == false && looks(keyless)["signing key"] == true)
    #expect(try check(tool, ["--master-key-file", "\(tool.directory)/key"]).code == 0)
    let command = "THROUGHLINE_MASTER_KEY_COMMAND"
    #expect(
      try check(tool, environment: [command: "cat '\(tool.directory)/key'"]).code == 0)
    try files.removeItem(atPath: tool.store)
    let storeless = try check(tool, ["--json"])
    #expect(storeless.code == 1)
    #expect(try looks(storeless) == ["store": false])
  }

  @Test("has a name for every option that there is")
  func complete() throws {
    let help = ServeOptions.helpMessage(includeHidden: true)
    let options = Set(help.matches(of: /--([a-z-]+)/).map { String($0.output.1) })
    let known = Set(ServeOptions.named.map(\.name))
    #expect(known.isSubset(of: options))
    #expect(options.subtracting(known) == ["config", "help"], "\(options.subtracting(known))")
  }
}
