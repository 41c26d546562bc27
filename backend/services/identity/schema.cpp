#include "backend/services/identity/store.h"

namespace tradepost::identity::store {

sql::Schema schema() {
    return {"identity", {{1, R"(
CREATE TABLE identity_users (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT $BINARY NOT NULL,
    display_name TEXT $BINARY NOT NULL,
    password_hash TEXT NOT NULL,
    disabled BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    rights BIGINT NOT NULL,
    created_at BIGINT NOT NULL);
CREATE UNIQUE INDEX identity_users_email_key ON identity_users (email_key);
CREATE INDEX identity_users_display_name ON identity_users (display_name, id);
CREATE INDEX identity_users_created_at ON identity_users (created_at, id);
CREATE TABLE identity_user_roles (
    user_id BIGINT NOT NULL,
    role BIGINT NOT NULL,
    PRIMARY KEY (user_id, role));
CREATE INDEX identity_user_roles_role ON identity_user_roles (role, user_id);
CREATE TABLE identity_user_sellers (
    user_id BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    PRIMARY KEY (user_id, seller_id));
CREATE INDEX identity_user_sellers_seller ON identity_user_sellers (seller_id, user_id);
CREATE TABLE identity_sellers (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    slug TEXT $BINARY NOT NULL,
    created_at BIGINT NOT NULL);
CREATE UNIQUE INDEX identity_sellers_slug ON identity_sellers (slug);
CREATE TABLE identity_sessions (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    generation BIGINT NOT NULL);
CREATE INDEX identity_sessions_user ON identity_sessions (user_id, id);
CREATE INDEX identity_sessions_expires_at ON identity_sessions (expires_at);
CREATE TABLE identity_refresh_tokens (
    hash TEXT $BINARY PRIMARY KEY,
    session_id BIGINT NOT NULL,
    generation BIGINT NOT NULL);
CREATE INDEX identity_refresh_tokens_session ON identity_refresh_tokens (session_id, generation);
CREATE TABLE identity_revocations (
    position $AUTOINCREMENT,
    session_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    least_rights BIGINT NOT NULL,
    until BIGINT NOT NULL);
CREATE TABLE identity_mails (
    id BIGINT PRIMARY KEY,
    kind BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    registration_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used BIGINT NOT NULL);
CREATE INDEX identity_mails_expires_at ON identity_mails (expires_at);
CREATE INDEX identity_mails_user ON identity_mails (user_id, kind);
CREATE INDEX identity_mails_registration ON identity_mails (registration_id);
CREATE TABLE identity_registrations (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT $BINARY NOT NULL,
    display_name TEXT NOT NULL,
    language TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL);
CREATE INDEX identity_registrations_email_key ON identity_registrations (email_key);
CREATE INDEX identity_registrations_expires_at ON identity_registrations (expires_at);
)"}}};
}

} // namespace tradepost::identity::store
