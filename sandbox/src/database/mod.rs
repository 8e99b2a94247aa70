//! The sandbox's database: opening it, and one file of queries per subject. Knows SQLite and the rows; not HTTP, not the API's rules.

pub mod catalog;
mod order_queries;
pub mod orders;
mod planting;
pub mod records;
mod schema;
pub mod seed;
pub mod stores;

use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use thiserror::Error;

use crate::time::Millis;

/// What can go wrong with the database.
#[derive(Debug, Error)]
pub enum DatabaseError {
    /// The file belongs to another program.
    #[error("this file is not a sandbox's database; it was left as it is. Give another file with --database")]
    Foreign,
    /// The file was made by a sandbox with other tables.
    #[error(
        "this database has version {found}, but this sandbox reads version {wanted}; it was left as it is. \
         Delete it or give another file with --database"
    )]
    Version {
        /// The version in the file.
        found: i32,
        /// The version of this program.
        wanted: i32,
    },
    /// The file cannot be had.
    #[error("the database cannot be opened: {0}. Check that its folder exists and may be written")]
    Open(#[source] rusqlite::Error),
    /// SQLite refused.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A value in the database is not what was once written there.
    #[error("the database holds a value that cannot be read: {0}")]
    Value(#[from] serde_json::Error),
}

/// The result of a query.
pub type Result<T> = std::result::Result<T, DatabaseError>;

/// One open sandbox database.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
}

impl Database {
    /// A database in memory, filled by `seed` as of `now`.
    pub fn in_memory(seed: &seed::Seed, now: Millis) -> Result<Self> {
        let mut database = Self { connection: Connection::open_in_memory()? };
        prepare_once(&database.connection)?;
        database.fill(seed, now)?;
        Ok(database)
    }

    /// The database in `file`. An existing one goes on with what is there; a new or empty file is filled by `seed` as of `now`.
    pub fn open(file: &Path, seed: &seed::Seed, now: Millis) -> Result<Self> {
        let mut database = Self { connection: Connection::open(file).map_err(DatabaseError::Open)? };
        prepare_once(&database.connection)?;
        if database.is_empty()? {
            database.connection.pragma_update(None, "journal_mode", "WAL")?;
            database.connection.pragma_update(None, "synchronous", "NORMAL")?;
            database.fill(seed, now)?;
        } else {
            database.check_version()?;
        }
        Ok(database)
    }

    /// Another database in memory that holds the same: far quicker than filling one anew.
    pub fn copy(&self) -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        rusqlite::backup::Backup::new(&self.connection, &mut connection)?.step(-1)?;
        prepare_once(&connection)?;
        Ok(Self { connection })
    }

    fn is_empty(&self) -> Result<bool> {
        let answer =
            self.connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0));
        answer.map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => DatabaseError::Foreign,
            _ => error.into(),
        })
    }

    fn check_version(&self) -> Result<()> {
        let pragma = |name| self.connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        if pragma("application_id")? != schema::APPLICATION_ID {
            return Err(DatabaseError::Foreign);
        }
        match pragma("user_version")? {
            schema::VERSION => Ok(()),
            found => Err(DatabaseError::Version { found, wanted: schema::VERSION }),
        }
    }

    /// Tables and seed in one transaction: a file that is cut short stays empty.
    fn fill(&mut self, seed: &seed::Seed, now: Millis) -> Result<()> {
        self.transaction(|database| {
            database.connection.execute_batch(schema::TABLES)?;
            database.connection.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
            database.connection.pragma_update(None, "user_version", schema::VERSION)?;
            seed.fill(database, now)
        })
    }

    /// Does `work` wholly or not at all.
    pub fn transaction<T, E: From<DatabaseError>>(
        &mut self,
        work: impl FnOnce(&Self) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        // Unchecked, since `work` needs the connection through `&self`; transactions are never nested here.
        let transaction = self.connection.unchecked_transaction().map_err(DatabaseError::from)?;
        let done = work(self)?;
        transaction.commit().map_err(DatabaseError::from)?;
        Ok(done)
    }

    /// A hash of every row of every table: two databases with the same dump hash hold the same.
    pub fn dump_hash(&self) -> Result<String> {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        let mut tables =
            self.connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
        let names =
            tables.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        for name in names {
            let mut all = self.connection.prepare(&format!("SELECT * FROM {name} ORDER BY 1, 2"))?;
            let width = all.column_count();
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..width {
                    hash.update(format!("{:?}\u{1f}", row.get_ref(column)?));
                }
                hash.update("\u{1e}");
            }
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Queries are prepared once: not anew for each value that is bound, and not for want of room.
fn prepare_once(connection: &Connection) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}
