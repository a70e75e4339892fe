import Foundation
import InteractionModel
import Testing

@testable import Vault

@Suite struct MasterKeyTests {
  static let bytes = Array(UInt8(0)...31)
  static let hex = bytes.map { String($0, radix: 16) }.map { $0.count == 1 ? "0" + $0 : $0 }
    .joined()

  @Test("The fingerprint is the one that is documented")
  func fingerprint() throws {
    #expect(try #require(MasterKey(Self.bytes)).fingerprint == "2d64f476ab48f4b4")
    #expect(MasterKey([1, 2, 3]) == nil)
  }

  @Test("A new key file has mode 0600, is read back, and is never overwritten")
  func create() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/master.key"
    let key = try MasterKey.create(at: path)
    #expect(try MasterKey(file: path).fingerprint == key.fingerprint)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let error = vaultError { () throws(VaultError) in try MasterKey.create(at: path) }
    guard case .masterKeyExists(path)? = error else {
      Issue.record("overwrote a key")
      return
    }
    #expect(try MasterKey(file: path).fingerprint == key.fingerprint)
  }

  @Test(
    "A key file holds 32 raw bytes or 64 digits",
    arguments: [bytes, Array(hex.utf8), Array((hex.uppercased() + "\n").utf8)])
  func forms(content: [UInt8]) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("key", content, mode: 0o400)
    #expect(try MasterKey(file: path).fingerprint == MasterKey(Self.bytes)?.fingerprint)
  }

  @Test(
    "Anything else in a key file is refused without showing it",
    arguments: ["", "secret", String(repeating: "g", count: 64), hex + hex, hex.dropLast() + ""])
  func malformed(content: String) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("key", Array(content.utf8))
    let error = vaultError { () throws(VaultError) in try MasterKey(file: path) }
    guard case .masterKeyMalformed(_, let bytes)? = error else {
      Issue.record("took a malformed key")
      return
    }
    #expect(bytes == content.utf8.count)
  }

  @Test("A key file that others may use is refused", arguments: [0o640, 0o604, 0o660, 0o700])
  func exposed(mode: Int) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("key", Self.bytes, mode: mode)
    let error = vaultError { () throws(VaultError) in try MasterKey(file: path) }
    guard let error, case .masterKeyExposed(path, let found) = error else {
      Issue.record("took an exposed key")
      return
    }
    #expect(found == UInt32(mode))
    #expect(error.description.contains("chmod 600"))
  }

  @Test("A missing key file and a directory are told apart")
  func missing() throws {
    let directory = try TemporaryDirectory()
    let none = vaultError { () throws(VaultError) in
      try MasterKey(file: directory.path + "/none")
    }
    let folder = vaultError { () throws(VaultError) in try MasterKey(file: directory.path) }
    guard case .masterKeyMissing? = none, case .masterKeyFile? = folder else {
      Issue.record("read what is no file")
      return
    }
  }

  @Test(
    "A command prints digits or base64",
    arguments: [
      "echo \(hex)", "printf %s AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
      "cat >/dev/null; echo ' \(hex) '",
    ])
  func command(line: String) throws {
    #expect(try MasterKey(command: line).fingerprint == MasterKey(Self.bytes)?.fingerprint)
  }

  @Test(
    "A command that fails is named by its exit code, never by its output",
    arguments: [
      ("echo \(hex); exit 3", "exit code 3"), ("kill -9 $$", "signal 9"),
      ("no-such-command-here 2>/dev/null", "exit code 127"),
    ])
  func failingCommand(line: String, outcome: String) {
    let error = vaultError { () throws(VaultError) in try MasterKey(command: line) }
    let words = error?.description ?? "took a key from a failure"
    #expect(words.contains(outcome) && !words.contains(Self.hex))
  }

  @Test("A command that prints something else is refused without showing it")
  func malformedCommand() {
    let error = vaultError { () throws(VaultError) in
      try MasterKey(command: "echo hunter2; head -c 100000 /dev/zero")
    }
    guard let error, case .masterKeyMalformed = error else {
      Issue.record("took a malformed key")
      return
    }
    #expect(!error.description.contains("hunter2"))
  }

  @Test(
    "A command that takes too long is stopped",
    arguments: ["exec sleep 60", "exec >&-; exec sleep 60"])
  func slowCommand(line: String) {
    let error = vaultError { () throws(VaultError) in
      try MasterKey(command: line, limit: .milliseconds(50))
    }
    guard case .masterKeyCommandTimedOut? = error else {
      Issue.record("took a key from nowhere")
      return
    }
  }
}
