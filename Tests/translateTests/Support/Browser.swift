import Foundation

/// A browser without a window, to see pages as their readers do.
struct Browser: Sendable {
    struct Page {
        /// After scripts, of which there should be none.
        let html: String
        /// What went wrong, in the browser's words.
        let complaints: [String]
    }

    enum Scheme: String, CaseIterable, Sendable {
        case light, dark
    }

    private let path: String

    /// The first of the usual ones that is installed; $TRANSLATE_TEST_BROWSER names another.
    static let installed: Browser? = {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["TRANSLATE_TEST_BROWSER"] { return Browser(path: path) }
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        for name in ["chromium", "chromium-browser", "google-chrome"] {
            for folder in folders
            where FileManager.default.isExecutableFile(
                atPath: "\(folder)/\(name)")
            {
                return Browser(path: "\(folder)/\(name)")
            }
        }
        return nil
    }()

    /// What the page is when it has been loaded.
    func load(_ file: String) async throws -> Page {
        let outcome = try await run(["--dump-dom"], file)
        let complaints = outcome.errorLines.filter { $0.contains("CONSOLE") }
        return Page(html: outcome.output, complaints: complaints)
    }

    /// A picture of the page, as PNG.
    func picture(of file: String, width: Int, height: Int, scheme: Scheme) async throws -> Data {
        let folder = try Workspace()
        let picture = folder.path("picture.png")
        // 0 is dark, 1 light.
        let preference = scheme == .dark ? 0 : 1
        _ = try await run(
            [
                "--screenshot=\(picture)", "--window-size=\(width),\(height)",
                "--blink-settings=preferredColorScheme=\(preference)", "--hide-scrollbars",
            ], file)
        return try Data(contentsOf: URL(fileURLWithPath: picture))
    }

    private func run(_ options: [String], _ file: String) async throws -> Program.Outcome {
        let profile = try Workspace()
        return try await Program.run(
            executable: path,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--user-data-dir=\(profile.path)", "--enable-logging=stderr",
            ] + options + [URL(fileURLWithPath: file).absoluteString],
            environment: ["HOME": profile.path])
    }
}
