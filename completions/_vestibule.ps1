
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'vestibule' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'vestibule'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'vestibule' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a home: its configuration, database and key')
            [CompletionResult]::new('signin', 'signin', [CompletionResultType]::ParameterValue, 'Sign in: the whole journey as a wizard in the terminal')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Accounts')
            [CompletionResult]::new('journey', 'journey', [CompletionResultType]::ParameterValue, 'Sign-in journeys, step by step')
            [CompletionResult]::new('otp', 'otp', [CompletionResultType]::ParameterValue, 'Mailed one-time passwords, for support and scripts')
            [CompletionResult]::new('mfa', 'mfa', [CompletionResultType]::ParameterValue, 'Authenticators and recovery codes')
            [CompletionResult]::new('consent', 'consent', [CompletionResultType]::ParameterValue, 'Documents that people accept')
            [CompletionResult]::new('device', 'device', [CompletionResultType]::ParameterValue, 'Trusted devices')
            [CompletionResult]::new('session', 'session', [CompletionResultType]::ParameterValue, 'Sessions that sign-ins opened')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Bring in accounts from a file, in bulk and more than once')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write accounts out, in a form that an import takes back')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'The audit trail')
            [CompletionResult]::new('mail', 'mail', [CompletionResultType]::ParameterValue, 'The mail queue')
            [CompletionResult]::new('operator', 'operator', [CompletionResultType]::ParameterValue, 'Operators: who may run this program in the home')
            [CompletionResult]::new('request', 'request', [CompletionResultType]::ParameterValue, 'Support acts that wait for a second operator or for time')
            [CompletionResult]::new('policy', 'policy', [CompletionResultType]::ParameterValue, 'The policy in force')
            [CompletionResult]::new('clock', 'clock', [CompletionResultType]::ParameterValue, 'The clock of a simulation home')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Say what a person''s next sign-in will ask, and which rule and fact make it ask. Changes nothing')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show the home at a glance, and what needs an operator')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Play scripted sign-ins in throw-away simulation homes, and hold them against what they expect')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Look for what is wrong with the home, and say what to do')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completions of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the man pages, one a command, into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Show the help of a command, or explain a topic: errors, exit-codes, permissions, policy, scripts, support')
            break
        }
        'vestibule;init' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'The rules to start from: those of the portal, or of NIST SP 800-63B-4')
            [CompletionResult]::new('--product', '--product', [CompletionResultType]::ParameterName, 'The product''s name, in mails and authenticator apps')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The sender of mails: an address, or a name followed by the address in angle brackets')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'The seed of a simulation')
            [CompletionResult]::new('--clock', '--clock', [CompletionResultType]::ParameterName, 'The first time of a simulation, RFC 3339')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('--simulation', '--simulation', [CompletionResultType]::ParameterName, 'Make a simulation: its clock stands still, its draws follow from a seed, and its mail stays in its folder')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;signin' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'The address to sign in with')
            [CompletionResult]::new('--device-file', '--device-file', [CompletionResultType]::ParameterName, 'Keep this device''s token in a file of mode 0600, so that the next sign-in needs no mailed code')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'The IP address that the person comes from')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'The user agent, as it names itself')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('--show-token', '--show-token', [CompletionResultType]::ParameterName, 'Print the session''s token, too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Make an account')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List accounts in the order of their addresses')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one account')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Disable an account: its sessions, open sign-ins and device trust end at once')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Enable an account again')
            [CompletionResult]::new('unlock', 'unlock', [CompletionResultType]::ParameterValue, 'Lift every count of wrong passwords and codes')
            [CompletionResult]::new('set-password', 'set-password', [CompletionResultType]::ParameterValue, 'Set a password that the next sign-in makes the person change')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change an account''s name, kind of project or address')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Remove an account and everything that is its own')
            [CompletionResult]::new('verify-hash', 'verify-hash', [CompletionResultType]::ParameterValue, 'Check a password against a hash, without an account and without a home')
            [CompletionResult]::new('invite', 'invite', [CompletionResultType]::ParameterValue, 'Mail an activation code to the person of an account that has no password yet')
            [CompletionResult]::new('activate', 'activate', [CompletionResultType]::ParameterValue, 'Set the first password of an account with the activation code that was mailed')
            break
        }
        'vestibule;user;add' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The person''s name')
            [CompletionResult]::new('--project-type', '--project-type', [CompletionResultType]::ParameterName, 'The kind of project, which decides the documents to accept')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the person''s own password from stdin')
            [CompletionResult]::new('--temporary', '--temporary', [CompletionResultType]::ParameterName, 'Make a temporary password and show it once')
            [CompletionResult]::new('--invite', '--invite', [CompletionResultType]::ParameterName, 'Mail the person a code to set the first password with')
            [CompletionResult]::new('--if-absent', '--if-absent', [CompletionResultType]::ParameterName, 'Leave an account that is there already as it is')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;list' {
            [CompletionResult]::new('--address-prefix', '--address-prefix', [CompletionResultType]::ParameterName, 'Addresses that start with this')
            [CompletionResult]::new('--project-type', '--project-type', [CompletionResultType]::ParameterName, 'Accounts of this kind of project')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Accounts in this state')
            [CompletionResult]::new('--enrolled', '--enrolled', [CompletionResultType]::ParameterName, 'Accounts with an authenticator (true) or without (false)')
            [CompletionResult]::new('--hash-scheme', '--hash-scheme', [CompletionResultType]::ParameterName, 'Accounts whose password is kept by this scheme, such as bcrypt; wrapped and weak stand for all that are, none for accounts without a password')
            [CompletionResult]::new('--signed-in-before', '--signed-in-before', [CompletionResultType]::ParameterName, 'Accounts whose last sign-in was before this time, in the order of that time')
            [CompletionResult]::new('--signed-in-after', '--signed-in-after', [CompletionResultType]::ParameterName, 'Accounts whose last sign-in was after this time, in the order of that time')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Start after this address; in a list by last sign-in, after the cursor that the page before ended with')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--never-signed-in', '--never-signed-in', [CompletionResultType]::ParameterName, 'Accounts that nobody ever signed in to')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;show' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;disable' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;enable' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;unlock' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The id of a ticket elsewhere, for the audit trail')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;set-password' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The id of a ticket elsewhere, for the audit trail')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'How you know who the person is, where the address or the authenticator changed within 7 days')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from stdin')
            [CompletionResult]::new('--temporary', '--temporary', [CompletionResultType]::ParameterName, 'Make a temporary password and show it once')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;edit' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The person''s name; empty removes it')
            [CompletionResult]::new('--project-type', '--project-type', [CompletionResultType]::ParameterName, 'The kind of project')
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'Another address, verified before')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The id of a ticket elsewhere, for the audit trail')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'How you know who the person is, where the password or the authenticator was reset within 7 days')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;delete' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;verify-hash' {
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'The system that wrote it')
            [CompletionResult]::new('--firebase-parameters', '--firebase-parameters', [CompletionResultType]::ParameterName, 'The file with the hash parameters of the Firebase project, as its console shows them (hash_config)')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from stdin')
            [CompletionResult]::new('--accept-weak', '--accept-weak', [CompletionResultType]::ParameterName, 'Take unsalted and MD5-based hashes too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;invite' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;user;activate' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the code from the first line of stdin, and the new password from the rest')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;journey' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start a sign-in and show its first screen')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a sign-in''s present screen, or how it came there')
            [CompletionResult]::new('submit', 'submit', [CompletionResultType]::ParameterValue, 'Submit an action with its fields')
            [CompletionResult]::new('abandon', 'abandon', [CompletionResultType]::ParameterValue, 'Give a sign-in up')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List sign-ins, newest first, by their handles')
            [CompletionResult]::new('map', 'map', [CompletionResultType]::ParameterValue, 'Draw the machine: every state and every way between them, found by search')
            [CompletionResult]::new('prove', 'prove', [CompletionResultType]::ParameterValue, 'Prove the rules that always hold, and those of the policy file, over every reachable state')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Take a stored sign-in through the machine again, event by event, and compare')
            break
        }
        'vestibule;journey;start' {
            [CompletionResult]::new('--device', '--device', [CompletionResultType]::ParameterName, 'The token of a trusted device, or @FILE that holds it')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'The IP address that the person comes from')
            [CompletionResult]::new('--user-agent', '--user-agent', [CompletionResultType]::ParameterName, 'The user agent, as it names itself')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;journey;show' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'Show every event instead of the screen')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;journey;submit' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;journey;abandon' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;journey;list' {
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'Those of one account')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'Open ones alone')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;journey;map' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the map')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Draw it under this policy instead of the home''s, or the portal''s where there is no home')
            [CompletionResult]::new('--detail', '--detail', [CompletionResultType]::ParameterName, 'How much it tells [default: kind for drawings, full for json and table]')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;journey;prove' {
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Prove it of this policy instead of the home''s, or the portal''s where there is no home')
            [CompletionResult]::new('--property', '--property', [CompletionResultType]::ParameterName, 'One rule alone: its name, or the text of a rule of the policy file')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'Write the script of the first broken rule to this new file')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;journey;replay' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every journey')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;otp' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('issue', 'issue', [CompletionResultType]::ParameterValue, 'Mail a one-time password for the person''s open sign-in, or to verify an address')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify a mailed one-time password on the person''s open sign-in, or that of an address')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what became of the codes of a person''s newest sign-in, or of an address; never a code')
            break
        }
        'vestibule;otp;issue' {
            [CompletionResult]::new('--purpose', '--purpose', [CompletionResultType]::ParameterName, 'What the code is for')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;otp;verify' {
            [CompletionResult]::new('--purpose', '--purpose', [CompletionResultType]::ParameterName, 'What the code is for')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;otp;status' {
            [CompletionResult]::new('--purpose', '--purpose', [CompletionResultType]::ParameterName, 'What the codes are for')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mfa' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('enroll', 'enroll', [CompletionResultType]::ParameterValue, 'Set up another authenticator app for a person, who must be there to prove it')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Confirm an authenticator that `mfa enroll` set up, with its first code and the person''s password')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show an account''s authenticators and how many recovery codes are left')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Try a code of a person''s authenticator app')
            [CompletionResult]::new('recovery-codes', 'recovery-codes', [CompletionResultType]::ParameterValue, 'Make new recovery codes, after the person''s password and a code of the app. The former codes stop working')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Take one of several authenticators away, such as that of a lost phone')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Take a person''s authenticators away, for a lost phone')
            break
        }
        'vestibule;mfa;enroll' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What the person calls the app or the phone')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'A code of an enrolled app, or a recovery code')
            [CompletionResult]::new('--qr-png', '--qr-png', [CompletionResultType]::ParameterName, 'Also write the QR code as a PNG picture into a new file that only you can read')
            [CompletionResult]::new('--qr-svg', '--qr-svg', [CompletionResultType]::ParameterName, 'Also write the QR code as an SVG picture into a new file that only you can read')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the person''s password from stdin')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mfa;confirm' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the person''s password from stdin')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mfa;status' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mfa;verify' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mfa;recovery-codes' {
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'The code that the app shows')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the person''s password from stdin')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mfa;revoke' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The id of a ticket elsewhere, for the audit trail')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mfa;reset' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'A file with an address a line; each is reset by the same rules')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The id of a ticket elsewhere, for the audit trail')
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'How you know who the person is')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--and-password', '--and-password', [CompletionResultType]::ParameterName, 'Also ask for a new password at the next sign-in')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;consent' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('publish', 'publish', [CompletionResultType]::ParameterValue, 'Publish a version of a document')
            [CompletionResult]::new('documents', 'documents', [CompletionResultType]::ParameterValue, 'List every published version, oldest first')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how a person stands to every document, with every receipt')
            [CompletionResult]::new('record', 'record', [CompletionResultType]::ParameterValue, 'Record an acceptance that was given on paper')
            [CompletionResult]::new('withdraw', 'withdraw', [CompletionResultType]::ParameterValue, 'Take back a person''s acceptance of a document: the next sign-in asks for it again')
            break
        }
        'vestibule;consent;publish' {
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'The version')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The text, UTF-8, at most 1 MiB')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'The title; by default the text''s first heading')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--minor', '--minor', [CompletionResultType]::ParameterName, 'A minor edit: asks nobody again')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;consent;documents' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;consent;status' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;consent;record' {
            [CompletionResult]::new('--evidence', '--evidence', [CompletionResultType]::ParameterName, 'Where the signed acceptance is kept')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;consent;withdraw' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The id of a ticket elsewhere, for the audit trail')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;device' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List an account''s devices, oldest first')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'End the trust in one device, or in all of an account''s devices: the next sign-in mails a code')
            break
        }
        'vestibule;device;list' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;device;revoke' {
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every device of this account')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The id of a ticket elsewhere, for the audit trail')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;session' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List an account''s sessions, oldest first')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Read a session token from stdin and say whose it is')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'End one session, or all of an account''s sessions, at once')
            break
        }
        'vestibule;session;list' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;session;check' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;session;revoke' {
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every session of this account')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The id of a ticket elsewhere, for the audit trail')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;import' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format: csv, jsonl, json, keycloak, kratos, firebase or auth0')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'What divides the cells of a CSV row: a character, tab, or auto')
            [CompletionResult]::new('--hash-config', '--hash-config', [CompletionResultType]::ParameterName, 'The hash parameters of a Firebase project, as its console shows them')
            [CompletionResult]::new('--hash-dialect', '--hash-dialect', [CompletionResultType]::ParameterName, 'Whose way of writing hashes the column password_hash follows')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'How a row finds its account')
            [CompletionResult]::new('--on-conflict', '--on-conflict', [CompletionResultType]::ParameterName, 'What happens to an account that is there and would change')
            [CompletionResult]::new('--set-fields', '--set-fields', [CompletionResultType]::ParameterName, 'The only fields that an update touches')
            [CompletionResult]::new('--keep-fields', '--keep-fields', [CompletionResultType]::ParameterName, 'Fields that an update never touches')
            [CompletionResult]::new('--project-type', '--project-type', [CompletionResultType]::ParameterName, 'The kind of project of new accounts whose row does not say')
            [CompletionResult]::new('--deprovision', '--deprovision', [CompletionResultType]::ParameterName, 'What happens to accounts that the list no longer has')
            [CompletionResult]::new('--max-deprovision', '--max-deprovision', [CompletionResultType]::ParameterName, 'How many of a hundred accounts may go so')
            [CompletionResult]::new('--invite-rate', '--invite-rate', [CompletionResultType]::ParameterName, 'How many invitations go out in a minute')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How to tell how far it is')
            [CompletionResult]::new('--print-temporary', '--print-temporary', [CompletionResultType]::ParameterName, 'Write the temporary passwords of new accounts without one into this new file, which only you can read')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('--accept-weak', '--accept-weak', [CompletionResultType]::ParameterName, 'Take unsalted and MD5-based hashes too: wrapped in Argon2id at once, and marked')
            [CompletionResult]::new('--invite', '--invite', [CompletionResultType]::ParameterName, 'Mail each new account without a password a one-time code for the first one')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be done, row by row, and change nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Write down what an import would do, sign it, and change nothing')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Do what a plan says, and nothing else')
            [CompletionResult]::new('formats', 'formats', [CompletionResultType]::ParameterValue, 'Describe the formats that can be imported, with their fields. Needs no home')
            break
        }
        'vestibule;import;plan' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the plan')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format: csv, jsonl, json, keycloak, kratos, firebase or auth0')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'What divides the cells of a CSV row: a character, tab, or auto')
            [CompletionResult]::new('--hash-config', '--hash-config', [CompletionResultType]::ParameterName, 'The hash parameters of a Firebase project, as its console shows them')
            [CompletionResult]::new('--hash-dialect', '--hash-dialect', [CompletionResultType]::ParameterName, 'Whose way of writing hashes the column password_hash follows')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'How a row finds its account')
            [CompletionResult]::new('--on-conflict', '--on-conflict', [CompletionResultType]::ParameterName, 'What happens to an account that is there and would change')
            [CompletionResult]::new('--set-fields', '--set-fields', [CompletionResultType]::ParameterName, 'The only fields that an update touches')
            [CompletionResult]::new('--keep-fields', '--keep-fields', [CompletionResultType]::ParameterName, 'Fields that an update never touches')
            [CompletionResult]::new('--project-type', '--project-type', [CompletionResultType]::ParameterName, 'The kind of project of new accounts whose row does not say')
            [CompletionResult]::new('--deprovision', '--deprovision', [CompletionResultType]::ParameterName, 'What happens to accounts that the list no longer has')
            [CompletionResult]::new('--max-deprovision', '--max-deprovision', [CompletionResultType]::ParameterName, 'How many of a hundred accounts may go so')
            [CompletionResult]::new('--invite-rate', '--invite-rate', [CompletionResultType]::ParameterName, 'How many invitations go out in a minute')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How to tell how far it is')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--accept-weak', '--accept-weak', [CompletionResultType]::ParameterName, 'Take unsalted and MD5-based hashes too: wrapped in Argon2id at once, and marked')
            [CompletionResult]::new('--invite', '--invite', [CompletionResultType]::ParameterName, 'Mail each new account without a password a one-time code for the first one')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;import;apply' {
            [CompletionResult]::new('--hash-config', '--hash-config', [CompletionResultType]::ParameterName, 'The hash parameters of a Firebase project, as its console shows them')
            [CompletionResult]::new('--progress', '--progress', [CompletionResultType]::ParameterName, 'How to tell how far it is')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;import;formats' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;export' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('users', 'users', [CompletionResultType]::ParameterValue, 'Write every account out, in the order in which they were made')
            break
        }
        'vestibule;export;users' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write into this new file, which only you can read, instead of stdout')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why credentials leave the home, for the audit trail')
            [CompletionResult]::new('--recipient', '--recipient', [CompletionResultType]::ParameterName, 'Who alone can read it: an age recipient')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--with-credentials', '--with-credentials', [CompletionResultType]::ParameterName, 'With password hashes and the secrets of authenticators, encrypted')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;audit' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was done and refused: who, when, to whom, from where, and why. The newest comes first')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the last rows, one a line, and with --follow every new one as it comes')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify that the trail is whole, and that every sign-in is stored as its events say')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the trail out, signed, for whoever keeps or audits it')
            [CompletionResult]::new('checkpoint', 'checkpoint', [CompletionResultType]::ParameterValue, 'Print a signed document that says how far the trail goes now. Keep it where the home''s files are not')
            [CompletionResult]::new('public-key', 'public-key', [CompletionResultType]::ParameterValue, 'Print the public key that exports and checkpoints are checked with. Keep it where the home''s files are not')
            [CompletionResult]::new('archive', 'archive', [CompletionResultType]::ParameterValue, 'Move old rows out of the home into a signed export. A row stays behind that links to them, so that the rest still verifies')
            break
        }
        'vestibule;audit;list' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From this time on: RFC 3339, or a date in UTC')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Before this time')
            [CompletionResult]::new('--actor', '--actor', [CompletionResultType]::ParameterName, 'Done by: `os:NAME`, an account''s address or id')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'About an account, by its address or id, with its sign-ins, devices, sessions and mails; or about another id')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'One action, like `mfa.reset`, or all of a noun, like `mfa`')
            [CompletionResult]::new('--outcome', '--outcome', [CompletionResultType]::ParameterName, 'One outcome, like `done` or `otp_wrong`; `refused` is every one but `done`')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('--after', '--after', [CompletionResultType]::ParameterName, 'Go on behind this row of an earlier list')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;audit;tail' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'How many of the last rows to show first')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How many of the last rows to show first')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Go on until interrupted')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on until interrupted')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;audit;verify' {
            [CompletionResult]::new('--checkpoint', '--checkpoint', [CompletionResultType]::ParameterName, 'A checkpoint that was kept')
            [CompletionResult]::new('--export', '--export', [CompletionResultType]::ParameterName, 'Verify this export instead of the home')
            [CompletionResult]::new('--public-key', '--public-key', [CompletionResultType]::ParameterName, 'The public key as `audit public-key` prints it, or a file with it or with a checkpoint [default: the home''s]')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;audit;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the rows')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From this time on: RFC 3339, or a date in UTC')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Before this time')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'A new file to write to [default: stdout]')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;audit;checkpoint' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;audit;public-key' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;audit;archive' {
            [CompletionResult]::new('--before', '--before', [CompletionResultType]::ParameterName, 'Rows from before this time: RFC 3339, or a date in UTC')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'A new file for them')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the rows')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would be moved, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mail' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List mails in the order of queueing')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one mail; in a real home the codes in it are hidden')
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Send every mail that is due, once or for ever')
            [CompletionResult]::new('retry', 'retry', [CompletionResultType]::ParameterValue, 'Put a mail that was given up, or that waits, in front of the queue')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Send a trial mail and say what the receiving side answered')
            break
        }
        'vestibule;mail;list' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Those in one state')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'The newest so many')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mail;show' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mail;send' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Go on until interrupted')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mail;retry' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;mail;test' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;operator' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an operator')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List operators, oldest first')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change an operator''s role, or let a lost phone or password be set up anew')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Disable an operator: the sessions end at once')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Log in as an operator, by password and a code of the app')
            [CompletionResult]::new('prove', 'prove', [CompletionResultType]::ParameterValue, 'Prove a code of your own app again, for the sensitive acts of the next five minutes')
            [CompletionResult]::new('whoami', 'whoami', [CompletionResultType]::ParameterValue, 'Say who you are to this home, and what you may do')
            [CompletionResult]::new('logout', 'logout', [CompletionResultType]::ParameterValue, 'End your session')
            [CompletionResult]::new('recover', 'recover', [CompletionResultType]::ParameterValue, 'Open a home whose admins are all lost. For the owner of the home''s files alone')
            break
        }
        'vestibule;operator;add' {
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'Where notices go')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'What the operator may do: admin, support or auditor; see `vestibule help permissions`')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;operator;list' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;operator;edit' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'The new role')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--anew', '--anew', [CompletionResultType]::ParameterName, 'Void the password and the authenticator, and mail a new secret')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;operator;disable' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what it would do, row by row, and change nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;operator;login' {
            [CompletionResult]::new('--activation', '--activation', [CompletionResultType]::ParameterName, 'The secret of an invitation, for the first login: @FILE that holds it')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'The code that the app shows')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from stdin')
            [CompletionResult]::new('--print-token', '--print-token', [CompletionResultType]::ParameterName, 'Answer the token instead of keeping it in a file')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;operator;prove' {
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'The code that the app shows')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;operator;whoami' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;operator;logout' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;operator;recover' {
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'The address of a new operator')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;request' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List requests, newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one request')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve what another operator asked for')
            [CompletionResult]::new('reject', 'reject', [CompletionResultType]::ParameterValue, 'Stop a request: as an operator by its id, as the person concerned by the secret of the mail')
            break
        }
        'vestibule;request;list' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Those in one state: waiting, approved, done, rejected, expired or stale')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most so many')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;request;show' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;request;approve' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;request;reject' {
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'The secret of the mail: @FILE that holds it, or - for stdin')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the audit trail')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;policy' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show every setting, as the profile and vestibule.toml have it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check a configuration file without a home')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Say which settings two policies have differently and, with --home, whose next sign-in changes')
            [CompletionResult]::new('assess', 'assess', [CompletionResultType]::ParameterValue, 'Hold a policy against the standards: each requirement by its number, met or not, by which setting, and what shows it')
            break
        }
        'vestibule;policy;show' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;policy;check' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;policy;diff' {
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'At most so many addresses a change')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;policy;assess' {
            [CompletionResult]::new('--standard', '--standard', [CompletionResultType]::ParameterName, 'One standard instead of both')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'A policy file, or portal or nist, instead of the home''s')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the text; --output json has its own')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;clock' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the time that the next command sees')
            [CompletionResult]::new('advance', 'advance', [CompletionResultType]::ParameterValue, 'Move a simulation''s clock forward')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Set a simulation''s clock')
            break
        }
        'vestibule;clock;show' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;clock;advance' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;clock;set' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;explain' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--device', '--device', [CompletionResultType]::ParameterName, 'The token of the device that it will come from, or @FILE that holds it')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The time to ask for instead of now, RFC 3339')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;status' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;run' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only scripts with TEXT in their path or title')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Report for other programs: json on stdout, or json=FILE, junit=FILE')
            [CompletionResult]::new('--coverage', '--coverage', [CompletionResultType]::ParameterName, 'Say which states, steps and refusals of the machine the scripts visit, and which never: as a table, or as table=FILE, mermaid=FILE, svg=FILE')
            [CompletionResult]::new('--fail-under', '--fail-under', [CompletionResultType]::ParameterName, 'Fail where the scripts visit less than PERCENT of states, steps and refusals together')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Compare each transcript with its snapshot [default where CI=true]')
            [CompletionResult]::new('--update', '--update', [CompletionResultType]::ParameterName, 'Write the snapshot of every script that holds')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Show where a transcript differs from its snapshot; as --check otherwise')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first script that does not hold')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;doctor' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('--accept-clock', '--accept-clock', [CompletionResultType]::ParameterName, 'Accept the clock although the home saw a later time: ends every sign-in, code, session and device trust')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;completions' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;man' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vestibule;help' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'The folder of the home [default: the platform''s data folder, /vestibule]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The form of what stdout carries')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colour on the terminal')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave out hints and progress')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; what is missing is an error')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Skip confirmations')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
