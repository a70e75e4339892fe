public import EventLog

/// The error of a call that must fail; nil when it succeeded.
public func fault<Value>(_ body: () throws(StorageFault) -> Value) -> StorageFault? {
  do throws(StorageFault) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
